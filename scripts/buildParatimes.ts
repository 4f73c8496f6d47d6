import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {buildParatime, paratimeNames} from "./paratimes.ts";

/** Makes one ELF of each ParaTime, and says the digest by which two builds can be compared. */
for (const name of await paratimeNames()) {
  const started = performance.now();
  const digest = createHash("sha256").update(await readFile(await buildParatime(name)));
  const took = Math.round(performance.now() - started);
  process.stdout.write(`built paratimes/${name}/dist/${name} (${took} ms, sha256 ${digest.digest("hex")})\n`);
}
