// Loaded into a process before the program: kills it at a chosen one of the steps that change the file system, just before it is
// made. `DEATH_POINT` says which, counted from 1; 0 for none. At the end of a life in peace the number of steps is told.
import fs from "node:fs/promises";
import {syncBuiltinESMExports} from "node:module";

const deathPoint = Number(process.env.DEATH_POINT ?? 0);
let steps = 0;

function step(): void {
  if (++steps === deathPoint) process.kill(process.pid, "SIGKILL");
}

/** Replaces a method by one that counts as a step first. */
function counted(holder: object, name: string): void {
  const original: unknown = Reflect.get(holder, name);
  if (typeof original !== "function") throw new RangeError(`no method ${name}`);
  Reflect.set(holder, name, function (this: unknown, ...args: unknown[]): unknown {
    step();
    return Reflect.apply(original, this, args);
  });
}

await using handle = await fs.open("/dev/null");
for (const name of ["chmod", "write", "writeFile", "sync"]) counted(Object.getPrototypeOf(handle), name);
for (const name of ["link", "rename", "unlink", "mkdir", "rm", "writeFile", "chmod"]) counted(fs, name);
syncBuiltinESMExports();
process.on("exit", () => process.stderr.write(`STEPS=${steps}\n`));
