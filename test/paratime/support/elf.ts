import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {mkdir, mkdtemp, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {checkBubblewrap} from "@oasis-node/runtime/sandbox";
import {buildParatime} from "../../../scripts/paratimes.ts";
import {root} from "../../../scripts/run.ts";

/** Why there are no sandboxes on this machine, as an ending for the name of a test; null when there are. */
export const whyNoSandbox = await checkBubblewrap().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);

const cache = join(root, "node_modules/.cache/paratimes");
/** What the ParaTime's program is made of. */
const sources = [
  "paratimes/keyvalue/src",
  "scripts",
  ...["paratime-sdk", "runtime", "state-transition", "consensus", "mkvs", "primitives"].map(
    (name) => `packages/${name}/src`,
  ),
];

/** Path of the key-value ParaTime's ELF, as the sources are now; made when it has not been yet, which takes a while. */
export async function keyvalueElf(): Promise<string> {
  const folder = join(cache, sourceDigest());
  const binary = join(folder, "keyvalue");
  if (existsSync(binary)) return binary;
  await mkdir(cache, {recursive: true});
  const building = await mkdtemp(join(cache, "building-"));
  try {
    await buildParatime("keyvalue", building);
    for (const old of readdirSync(cache)) {
      if (!old.startsWith("building-")) await rm(join(cache, old), {recursive: true, force: true});
    }
    await rename(building, folder);
  } catch (error) {
    await rm(building, {recursive: true, force: true});
    // Somebody else may have made it meanwhile.
    if (!existsSync(binary)) throw error;
  }
  return binary;
}

function sourceDigest(): string {
  const digest = createHash("sha256").update(process.version);
  for (const folder of sources) {
    const names = readdirSync(join(root, folder), {recursive: true, encoding: "utf8"});
    for (const name of names.filter((one) => one.endsWith(".ts")).sort())
      digest.update(name).update(readFileSync(join(root, folder, name)));
  }
  return digest.digest("hex").slice(0, 16);
}
