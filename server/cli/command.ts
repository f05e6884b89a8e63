// What a command is.

export interface Command {
  name: string;
  usage: string;
  zh: string;
  en: string;
  help: string[];
  /** Returns the exit code. */
  run(args: string[]): Promise<number>;
}
