import {nodeOptions, type OptionTable} from "@oasis-node/node/options";
import {describe, expect, test} from "vitest";
import {commandTree} from "../../src/commands/index.ts";
import {type Command, type CommandNode, commonOptions} from "../../src/framework/index.ts";
import {tablesOf} from "../../src/framework/runCommandLine.ts";
import {recordedFile} from "../support/recording.ts";

interface RecordedFlag {
  readonly name: string;
  readonly type: string;
  readonly short?: string;
  readonly default?: string;
}

interface RecordedCommand {
  readonly command: string;
  readonly usage: readonly string[];
  readonly subcommands: readonly string[];
  readonly flags: readonly RecordedFlag[];
}

/** Commands of the reference that are not there yet; whoever adds one takes it from here. */
const missing = [
  "completion",
  "completion bash",
  "completion fish",
  "completion powershell",
  "completion zsh",
  "debug beacon",
  "debug beacon status",
  "debug byzantine",
  "debug byzantine beacon",
  "debug byzantine executor",
  "debug byzantine storage",
  "debug dumpdb",
  "debug fix-genesis",
  "debug storage",
  "debug storage benchmark",
  "debug storage check-roots",
  "debug storage export",
  "debug txsource",
  "ias",
  "ias proxy",
  "storage",
  "storage check",
  "storage migrate",
  "storage rename-ns",
];

const recorded = JSON.parse(recordedFile("command-tree.json")) as readonly RecordedCommand[];

interface Found {
  readonly path: readonly CommandNode[];
  readonly node: CommandNode;
}

const ours = new Map(walk([commandTree()]).map((found) => [nameOf(found.path), found]));

describe("the command tree", () => {
  test("has every command of the reference but those known to be missing", () => {
    const wanted = recorded.map(({command}) => command.slice("oasis-node ".length));
    expect(wanted.filter((name) => !ours.has(name)).toSorted()).toEqual(missing.toSorted());
  });

  test.each(recorded.filter(({command}) => ours.has(command.slice("oasis-node ".length))))(
    "$command has the reference's flags",
    ({command, flags}) => {
      const found = ours.get(command.slice("oasis-node ".length));
      expect(found).toBeDefined();
      if (found === undefined) return;
      const {own} = tablesOf(found);
      expect(shown(own)).toEqual(flags.map(plainFlag).toSorted(byName));
    },
  );

  test("each command whose options are gated reads the gate too", () => {
    const ungated = [...ours].filter(([, {node}]) => {
      const isGated = Object.values(node.options).some(({debugOnly}) => debugOnly === true);
      return isGated && !Object.hasOwn(node.options, "debug.dont_blame_oasis");
    });
    expect(ungated.map(([name]) => name)).toEqual([]);
  });

  test("one key means one thing: two commands that share a key agree on its type", () => {
    const names = new Map<string, string>();
    for (const [command, {node}] of ours) {
      for (const [key, {type, flagOnly}] of Object.entries({
        ...nodeOptions,
        ...commonOptions,
        ...node.options,
      })) {
        if (flagOnly === true) continue;
        expect(names.get(key) ?? type.flagName, `${command} --${key}`).toBe(type.flagName);
        names.set(key, type.flagName);
      }
    }
  });

  test("every command can be loaded", async () => {
    const commands = [...ours.values()].map(({node}) => node).filter((node) => node.kind === "command");
    const reached: string[] = [];
    for (const command of commands) await expect(loaded(command, reached)).rejects.toThrow(LoadedError);
    expect(reached.length).toBe(commands.length);
  });
});

class LoadedError extends Error {}

/** A command asks for its options once it has been imported. */
async function loaded(command: Command, reached: string[]): Promise<void> {
  const world = {} as Parameters<Command["run"]>[0];
  await command.run({
    ...world,
    read: () => {
      reached.push(command.name);
      throw new LoadedError(command.name);
    },
  });
}

function walk(path: readonly CommandNode[]): Found[] {
  const node = path.at(-1);
  if (node === undefined) return [];
  const below = node.kind === "group" ? node.commands.flatMap((each) => walk([...path, each])) : [];
  return [{path, node}, ...below];
}

function nameOf(path: readonly CommandNode[]): string {
  return path
    .slice(1)
    .map(({name}) => name)
    .join(" ");
}

/** Flags of the reference that are ours too; hidden ones and our own additions left out. */
function shown(table: OptionTable) {
  return Object.entries(table)
    .filter(([, {hidden, fileOnly, ours: isOurs}]) => !hidden && !fileOnly && !isOurs)
    .map(([name, {type, shorthand, default: fallback}]) => ({
      name,
      type: type.flagName,
      short: shorthand,
      default: type.show(fallback) ?? undefined,
    }))
    .toSorted(byName);
}

function plainFlag({name, type, short, default: fallback}: RecordedFlag) {
  return {name, type, short, default: fallback};
}

function byName(a: {readonly name: string}, b: {readonly name: string}): number {
  return a.name < b.name ? -1 : 1;
}
