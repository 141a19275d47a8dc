import { chmodSync, existsSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { clusterFolderDefault, controlSocket } from './cluster-folder.ts';

/** What comes back for a verb: JSON, a line. */
type Answer = { readonly said: unknown } | { readonly error: string; readonly exit: ExitCode };

/** Does what others ask of the cluster that this process keeps, a line of JSON each way. */
export class ControlServer {
  readonly #path: string;
  readonly #server: Server;

  /** @param obey does what the words say; what it returns is told, what it throws is explained */
  constructor(folder: string, obey: (words: readonly string[]) => Promise<unknown>) {
    this.#path = controlSocket(folder);
    this.#server = createServer((socket) => {
      void lineOf(socket).then(
        async (line) => {
          const answer = await answerTo(JSON.parse(line) as string[], obey);
          socket.end(`${JSON.stringify(answer)}\n`);
        },
        () => socket.destroy(),
      );
    });
  }

  /** The folder's lock is held: a socket that is there was left behind. */
  async listen(): Promise<void> {
    if (existsSync(this.#path)) rmSync(this.#path);
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#path, resolve);
    });
    if (process.platform !== 'win32') chmodSync(this.#path, 0o600);
  }

  close(): void {
    this.#server.close();
  }
}

async function answerTo(
  words: readonly string[],
  obey: (words: readonly string[]) => Promise<unknown>,
): Promise<Answer> {
  try {
    return { said: await obey(words) };
  } catch (error) {
    const exit = error instanceof OperatingError ? error.exit : exitCodes.internal;
    return { error: error instanceof Error ? error.message : String(error), exit };
  }
}

/** Asks whoever keeps the cluster of a folder, and returns what it said. */
export async function askCluster(folder: string, words: readonly string[]): Promise<unknown> {
  const socket = await reach(folder);
  socket.write(`${JSON.stringify(words)}\n`);
  const answer = JSON.parse(await lineOf(socket)) as Answer;
  if ('error' in answer) throw new OperatingError(answer.error, answer.exit);
  return answer.said;
}

/** Whether somebody keeps the cluster of a folder at this moment. */
export async function isKept(folder: string): Promise<boolean> {
  try {
    (await reach(folder)).destroy();
    return true;
  } catch {
    return false;
  }
}

async function reach(folder: string): Promise<Socket> {
  if (!existsSync(folder)) throw notUp(folder);
  return new Promise((resolve, reject) => {
    const socket = connect(controlSocket(folder));
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => reject(notUp(folder)));
  });
}

function notUp(folder: string): OperatingError {
  const where = folder === clusterFolderDefault ? '' : ` --dir ${folder}`;
  return new OperatingError(
    `No cluster is up in ${folder}: start one with "vivarium cluster up${where}".`,
    exitCodes.environment,
  );
}

async function lineOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  throw new OperatingError('The cluster was stopped meanwhile.', exitCodes.environment);
}
