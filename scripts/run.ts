import {spawn} from "node:child_process";
import {delimiter, join} from "node:path";
import {fileURLToPath} from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program in the root folder with its output shown, and gives its exit code (1 when it was killed or is absent). */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {...process.env, PATH: path, ...env},
  });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${program} did not start: ${error.message}\n`);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}
