/** What the command line is given by its process; tests give their own. */
export interface Io {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of package.json, whose docs/rules holds the pages. */
  readonly home: string;
  stdin(): Promise<Uint8Array>;
  out(data: string | Uint8Array): void;
  err(text: string): void;
  /** Whether a person looks at it, and how wide it is. */
  readonly terminal: { readonly out: boolean; readonly err: boolean; readonly columns: number };
}

/** 0: clean; 1: findings; 2: usage, configuration, a file that could not be read, nothing to check, an internal error. */
export type ExitCode = 0 | 1 | 2;
