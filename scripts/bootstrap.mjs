// Brings a bare clone to the point where the project's own Node runs its scripts. Plain JavaScript, because the
// machine's Node, which may be as old as 20.12, runs this one file and nothing else.
import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.installed-lock`;
const wanted = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");

const installed = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
if (installed !== wanted) {
  process.stdout.write(
    "Installing the packages named in package-lock.json, Node 26 among them (about a minute) …\n",
  );
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (npm.status !== 0) {
    process.stderr.write(
      "npm ci failed: see its message above; the registry must be reachable and the disk writable.\n",
    );
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stampFile, wanted);
}
