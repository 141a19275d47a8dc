import { existsSync, readFileSync } from 'node:fs';

/** The version in the package's own package.json, wherever it is compiled to. */
export function packageVersion(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      if (name === 'vivarium' && typeof version === 'string') return version;
    }
    if (folder.pathname === '/' || new URL('..', folder).href === folder.href) return '0.0.0';
  }
}
