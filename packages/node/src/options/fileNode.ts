import type {Place} from "./parsed.ts";

/** A piece of a configuration file, with its text as written: what it means depends on the option. */
export type FileNode = FileScalar | FileList | FileMap;

export interface FileScalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Written without quotes, so that it may also mean a number, a truth value or nothing. */
  readonly plain: boolean;
  readonly place: Place;
}

interface FileList {
  readonly kind: "list";
  readonly items: readonly FileNode[];
  readonly place: Place;
}

export interface FileMap {
  readonly kind: "map";
  readonly entries: readonly FileEntry[];
  readonly place: Place;
}

export interface FileEntry {
  readonly key: string;
  /** Of the key. */
  readonly place: Place;
  readonly value: FileNode;
}

/** Whether a node is YAML's and JSON's way to say nothing: such a key counts as not given. */
export function isNothing(node: FileNode): boolean {
  return node.kind === "scalar" && node.plain && ["", "~", "null", "Null", "NULL"].includes(node.text);
}

/** What a node is, in words. */
export function describeNode(node: FileNode): string {
  if (node.kind === "scalar") return JSON.stringify(node.text);
  return node.kind === "list" ? "a list" : "a mapping";
}
