import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package's own folder and version, wherever it is compiled to. */
function ownPackage(): { readonly folder: string; readonly version: string } {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      if (name === 'vivarium' && typeof version === 'string') {
        return { folder: fileURLToPath(folder), version };
      }
    }
    if (folder.pathname === '/' || new URL('..', folder).href === folder.href) {
      return { folder: fileURLToPath(folder), version: '0.0.0' };
    }
  }
}

export function packageVersion(): string {
  return ownPackage().version;
}

/** Where the package's own files are. */
export function packageFolder(): string {
  return ownPackage().folder;
}
