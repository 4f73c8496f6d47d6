import {rmSync} from "node:fs";
import {join} from "node:path";
import {doors, workspacePackages} from "./packages.ts";
import {root, run} from "./run.ts";

/** Emits `dist/` (JavaScript, declarations, maps) of every package, then imports every door as a user of the package would. */
async function build(): Promise<number> {
  const started = performance.now();
  for (const {folder, name} of workspacePackages()) {
    process.stdout.write(`building ${name}\n`);
    rmSync(join(root, "packages", folder, "dist"), {recursive: true, force: true});
    const code = await run("tsc", ["-p", `packages/${folder}/tsconfig.json`]);
    if (code !== 0) return code;
  }
  const imports = workspacePackages().flatMap(({folder, name}) =>
    doors(folder).map((door) => `await import(${JSON.stringify(`${name}/${door}`)});`),
  );
  const code = await run("node", ["--input-type=module", "--eval", imports.join("\n")]);
  if (code !== 0) return code;
  process.stdout.write(
    `built; ${imports.length} doors import cleanly (${Math.round(performance.now() - started)} ms)\n`,
  );
  return 0;
}

process.exitCode = await build();
