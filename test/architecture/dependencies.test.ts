import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {doors, workspacePackages} from "../../scripts/packages.ts";
import {root} from "../../scripts/run.ts";
import {floors, outsidePackages, outsideRooms, pureModules, sideDoors} from "./house.ts";
import {resolveImport, type SourceFile, sourceFiles} from "./sources.ts";

const files = sourceFiles();
const scope = "@oasis-node/";

function floorOf(name: string): number {
  return floors.findIndex((floor) => floor.includes(name));
}

describe("the arrows between packages", () => {
  test("every package has a floor", () => {
    expect(workspacePackages().filter(({folder}) => floorOf(folder) < 0)).toEqual([]);
  });

  test("a package depends on lower floors only", () => {
    const upward = workspacePackages().flatMap(({folder, dependencies}) =>
      dependencies
        .filter((name) => floorOf(name.slice(scope.length)) >= floorOf(folder))
        .map((name) => `${folder} -> ${name}`),
    );
    expect(upward).toEqual([]);
  });

  test("what a package imports is declared in its package.json", () => {
    const undeclared = files.flatMap((file) => {
      const manifest: {dependencies?: Record<string, string>} = JSON.parse(
        readFileSync(join(root, "packages", file.package, "package.json"), "utf8"),
      );
      const declared = Object.keys(manifest.dependencies ?? {});
      return bareImports(file)
        .filter((name) => !declared.some((one) => name === one || name.startsWith(`${one}/`)))
        .map((name) => `${file.path}: ${name}`);
    });
    expect(undeclared).toEqual([]);
  });

  test("another package is entered through the door of a room", () => {
    const known = workspacePackages().flatMap(({folder, name}) =>
      doors(folder).map((door) => `${name}/${door}`),
    );
    const wrong = files.flatMap((file) =>
      bareImports(file)
        .filter((name) => name.startsWith(scope) && !known.includes(name) && !isSideDoor(name))
        .map((name) => `${file.path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the rooms within a package", () => {
  test("another room is entered through its door", () => {
    const wrong = files.flatMap((file) =>
      relativeImports(file)
        .filter((target) => target.room !== file.room && !isDoor(target.path))
        .map((target) => `${file.path} -> ${target.path}`),
    );
    expect(wrong).toEqual([]);
  });

  test("no file imports itself through others", () => {
    expect(findCycle(files)).toBeNull();
  });
});

test("only the named rooms reach disk, network or threads", () => {
  const lower = files.filter((file) => !outsidePackages.includes(file.package));
  const wrong = lower.flatMap((file) => {
    const allowed = outsideRooms[file.path.split("/").slice(0, 3).join("/")] ?? [];
    return file.imports
      .filter((name) => name.startsWith("node:") && !pureModules.includes(name) && !allowed.includes(name))
      .map((name) => `${file.path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

function bareImports(file: SourceFile): readonly string[] {
  return file.imports.filter((name) => !name.startsWith(".") && !name.startsWith("node:"));
}

function relativeImports(file: SourceFile): readonly {path: string; room: string}[] {
  return file.imports
    .filter((name) => name.startsWith("."))
    .map((name) => resolveImport(file, name))
    .map((path) => ({path, room: path.split("/")[2] ?? ""}));
}

function isDoor(path: string): boolean {
  return /^[^/]+\/src\/[^/]+\/index\.ts$/.test(path) || sideDoors.some((door) => door.test(path));
}

/** Whether a name like `@oasis-node/package/room/file` leads to a side door: to that file, or to a folder's index. */
function isSideDoor(name: string): boolean {
  const [folder, ...rest] = name.slice(scope.length).split("/");
  const path = `${folder}/src/${rest.join("/")}`;
  return rest.length === 2 && (isDoor(`${path}.ts`) || isDoor(`${path}/index.ts`));
}

/** The files of one import circle in order, or null. */
function findCycle(all: readonly SourceFile[]): readonly string[] | null {
  const byPath = new Map(all.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    const file = byPath.get(path);
    if (file === undefined || done.has(path)) return null;
    for (const next of relativeImports(file)) {
      const cycle = visit(next.path, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const file of all) {
    const cycle = visit(file.path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
