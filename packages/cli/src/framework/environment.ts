import type {Clock} from "@oasis-node/primitives/clock";

/** Where text goes. */
export interface TextOutput {
  write(text: string): void;
}

/** Where answers come from. */
export interface TextInput {
  /** Whether somebody sits there who can be asked. */
  readonly isTerminal: boolean;
  /** The next line without its end; null at the end of the input. */
  readLine(): Promise<string | null>;
}

/** All that a command knows of the world around it: several may run in one process, each with its own. */
export interface Environment {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly stdin: TextInput;
  /** Absolute path where relative ones start. */
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Random bytes, fit for keys. */
  readonly entropy: (length: number) => Uint8Array;
  /** Aborted when the user wants it all to end. */
  readonly signal: AbortSignal;
}
