import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {root} from "../../scripts/run.ts";

export interface SourceFile {
  /** Path from `packages/`, such as `mkvs/src/tree/get.ts`. */
  readonly path: string;
  /** Folder of its package. */
  readonly package: string;
  /** Folder below `src`. */
  readonly room: string;
  /** What it imports, as written. */
  readonly imports: readonly string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|import\("([^"]+)"\)/g;

/** Every TypeScript file below `packages/<name>/src`. */
export function sourceFiles(): readonly SourceFile[] {
  const packages = join(root, "packages");
  return readdirSync(packages).flatMap((name) =>
    readdirSync(join(packages, name, "src"), {recursive: true, encoding: "utf8"})
      .filter((file) => file.endsWith(".ts"))
      .map((file) => read(packages, name, join(packages, name, "src", file))),
  );
}

/** The file a relative import means, as a path from `packages/`. */
export function resolveImport(from: SourceFile, specifier: string): string {
  return join(dirname(from.path), specifier);
}

function read(packages: string, name: string, file: string): SourceFile {
  const path = relative(packages, file);
  const text = readFileSync(file, "utf8");
  const imports = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return {path, package: name, room: path.split("/")[2] ?? "", imports};
}
