import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "./run.ts";

export interface WorkspacePackage {
  /** Folder below `packages/`. */
  readonly folder: string;
  /** Name in its `package.json`. */
  readonly name: string;
  /** Names of the workspace packages it depends on. */
  readonly dependencies: readonly string[];
}

/** The workspace packages, each after those it depends on. Throws when they depend on each other in a circle. */
export function workspacePackages(): readonly WorkspacePackage[] {
  const all = readdirSync(join(root, "packages"))
    .sort()
    .map((folder) => readManifest(folder));
  const ordered: WorkspacePackage[] = [];
  while (ordered.length < all.length) {
    const next = all.find(
      (one) =>
        !ordered.includes(one) &&
        one.dependencies.every((name) => ordered.some((done) => done.name === name)),
    );
    if (next === undefined) throw new RangeError("workspace packages depend on each other in a circle");
    ordered.push(next);
  }
  return ordered;
}

/** The doors of a package: `src/<room>/index.ts`. */
export function doors(folder: string): readonly string[] {
  return readdirSync(join(root, "packages", folder, "src"), {withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readManifest(folder: string): WorkspacePackage {
  const manifest: {name: string; dependencies?: Record<string, string>} = JSON.parse(
    readFileSync(join(root, "packages", folder, "package.json"), "utf8"),
  );
  const dependencies = Object.keys(manifest.dependencies ?? {}).filter((name) =>
    name.startsWith("@oasis-node/"),
  );
  return {folder, name: manifest.name, dependencies};
}
