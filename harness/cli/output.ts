/** Where a command's words go: with `--json` stdout holds the result and nothing else. */
export class Output {
  readonly #people: NodeJS.WriteStream;

  constructor(options: { readonly json: boolean }) {
    this.#people = options.json ? process.stderr : process.stdout;
  }

  /** Whether what `say` prints may be coloured (NO_COLOR and FORCE_COLOR are heeded by Node). */
  get color(): boolean {
    return this.#people.isTTY && this.#people.hasColors();
  }

  /** How wide the terminal is; undefined where there is none. */
  get columns(): number | undefined {
    return this.#people.isTTY ? this.#people.columns : undefined;
  }

  /** A line, or several, for people. */
  say(text: string): void {
    this.#people.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** What a program reads: always on stdout. */
  data(text: string): void {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }
}
