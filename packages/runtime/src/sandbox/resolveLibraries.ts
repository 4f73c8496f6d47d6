import {open, readFile, realpath, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {readAt} from "./checkBinary.ts";
import {ElfError, type ElfInfo, readElf} from "./elf.ts";
import {LibraryCacheError, parseLibraryCache} from "./libraryCache.ts";
import {SandboxError} from "./sandboxError.ts";

/** A shared library and the names under which it is asked for. */
export interface SharedLibrary {
  readonly path: string;
  readonly aliases: readonly string[];
}

const cachePath = "/etc/ld.so.cache";

/** Where libraries are on machines whose C library keeps no list. */
const plainDirectories = ["/lib", "/usr/local/lib", "/usr/lib", "/lib64", "/usr/lib64"];

/** No real program needs as many. */
const maxLibraries = 1024;

/** Where to look for shared libraries by name. */
export interface LibrarySearch {
  /** Paths by name, tried first. */
  readonly cache: ReadonlyMap<string, string>;
  readonly directories: readonly string[];
}

/** How this machine finds its libraries. Throws `SandboxError` `libraryCache`. */
export async function loadLibrarySearch(libraryPath: string | undefined): Promise<LibrarySearch> {
  const own = (libraryPath ?? "").split(":").filter((directory) => directory !== "");
  const file = await readFile(cachePath).catch(() => null);
  if (file === null) return {cache: new Map(), directories: [...own, ...plainDirectories]};
  try {
    return {cache: parseLibraryCache(file), directories: own};
  } catch (cause) {
    if (!(cause instanceof LibraryCacheError)) throw cause;
    const found = `${cachePath} is not readable: ${cause.message}`;
    throw new SandboxError(
      "libraryCache",
      {
        found,
        wanted: "the list of shared libraries that glibc keeps",
        remedy: "make it again with: ldconfig",
      },
      cause,
    );
  }
}

/**
 * The shared libraries of a program and theirs, loader included, each file once (runtime-workers §2.2). Throws
 * `SandboxError` `libraryMissing`.
 */
export async function resolveLibraries(binary: ElfInfo, search: LibrarySearch): Promise<SharedLibrary[]> {
  const found = new Map<string, string>();
  const interpreter = binary.interpreter === null ? [] : [basename(binary.interpreter)];
  let names: readonly string[] = [...binary.needed, ...interpreter];
  while (names.length > 0) {
    const next: string[] = [];
    for (const name of new Set(names)) {
      if (found.has(name)) continue;
      const path = await findLibrary(name, search);
      found.set(name, path);
      if (found.size > maxLibraries) throw missing(name, `more than ${maxLibraries} libraries are needed`);
      next.push(...(await neededBy(name, path)));
    }
    names = next;
  }
  return groupByFile(found);
}

async function groupByFile(found: ReadonlyMap<string, string>): Promise<SharedLibrary[]> {
  const aliases = new Map<string, string[]>();
  for (const [name, path] of found) {
    const file = await realpath(path);
    aliases.set(file, [...(aliases.get(file) ?? []), name]);
  }
  return [...aliases].map(([path, names]) => ({path, aliases: names}));
}

async function findLibrary(name: string, {cache, directories}: LibrarySearch): Promise<string> {
  const candidates = [cache.get(name) ?? [], directories.map((directory) => join(directory, name))].flat();
  for (const path of candidates) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere && !name.includes("/")) return path;
  }
  throw missing(name, `the shared library ${name} is not on this machine`);
}

async function neededBy(name: string, path: string): Promise<readonly string[]> {
  const file = await open(path);
  try {
    return (await readElf((offset, length) => readAt(file, offset, length))).needed;
  } catch (cause) {
    if (!(cause instanceof ElfError)) throw cause;
    throw missing(name, `${path} is no shared library for x86-64: ${cause.message}`);
  } finally {
    await file.close();
  }
}

function missing(name: string, found: string): SandboxError {
  return new SandboxError("libraryMissing", {
    found,
    wanted: `the libraries of the ParaTime's binary, ${name} among them`,
    remedy: "install the package that has it, then run: ldconfig",
  });
}
