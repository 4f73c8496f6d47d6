import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {bool, option, text, uint64} from "@oasis-node/node/options";
import {describe, expect, test} from "vitest";
import {command, earlyFailure, failuresOf, group, silentFailure} from "../../src/framework/index.ts";
import {run, testDirectory} from "../support/world.ts";

const options = {
  name: option(text, "nobody", "whom to greet", {shorthand: "n"}),
  times: option(uint64, 1n, "how often"),
  loud: option(bool, false, "with an exclamation mark", {shorthand: "l"}),
};

const greet = command({
  name: "greet",
  short: "greet somebody",
  options,
  required: ["name"],
  argumentCount: 0,
  load: async () => async (context) => {
    const {name, times, loud} = context.options;
    if (name === "logged") throw failuresOf("cmd/greet")("cannot greet", {err: "no such person"}, 128);
    if (name === "early") throw earlyFailure("too early");
    if (name === "silent") throw silentFailure(3);
    context.environment.stdout.write(`hello ${name} ${times}${loud ? "!" : ""}\n`);
  },
});
const root = group({
  name: "tool",
  short: "a tool",
  commands: [group({name: "people", short: "work with people", commands: [greet]})],
});

describe("a command line", () => {
  test.each([
    ["--name bob", "hello bob 1\n"],
    ["--name=bob --times 0x10", "hello bob 16\n"],
    ["-n bob -l", "hello bob 1!\n"],
    ["-nbob --loud=false", "hello bob 1\n"],
    ["-ln bob", "hello bob 1!\n"],
    ["--name alice --name bob", "hello bob 1\n"],
  ])("reads %s as pflag does", async (flags, stdout) => {
    expect(await run(["people", "greet", ...flags.split(" ")], {root})).toEqual({
      code: 0,
      stdout,
      stderr: "",
    });
  });

  test("takes flags before, between and behind the names of commands", async () => {
    for (const args of ["--log.level ERROR people greet -n x", "people --log.level=ERROR greet -n x"])
      expect((await run(args.split(" "), {root})).stdout).toBe("hello x 1\n");
  });

  test.each([
    ["--nme bob", "unknown flag: --nme"],
    ["-x", "unknown shorthand flag: 'x' in -x"],
    ["--name", "flag needs an argument: --name"],
    ["-n", "flag needs an argument: 'n' in -n"],
    [
      "--times many -n b",
      `invalid argument "many" for "--times" flag: strconv.ParseUint: parsing "many": invalid syntax`,
    ],
    ["--times 3", 'required flag(s) "name" not set'],
    ["-n b more", "accepts 0 arg(s), received 1"],
  ])("refuses %s with the usage on stderr", async (flags, problem) => {
    const {code, stdout, stderr} = await run(["people", "greet", ...flags.split(" ")], {root});
    expect({code, stdout}).toEqual({code: 1, stdout: ""});
    expect(stderr.startsWith(`Error: ${problem}\nUsage:\n  tool people greet [flags]\n\nFlags:\n`)).toBe(
      true,
    );
  });

  test("tells several wrong flags at once", async () => {
    const {stderr} = await run(["people", "greet", "--a", "--b"], {root});
    expect(stderr).toMatch(/^Error: unknown flag: --a\nError: unknown flag: --b\nUsage:/);
  });

  test("an unknown command gets a hint if one comes close", async () => {
    const {code, stderr} = await run(["peple"], {root});
    expect(code).toBe(1);
    expect(stderr).toBe(
      'Error: unknown command "peple" for "tool"\n\nDid you mean this?\n\tpeople\n\nRun \'tool --help\' for usage.\n',
    );
  });

  test("--help and -h anywhere print help and do nothing", async () => {
    for (const args of ["people greet --help", "people greet -h -n b", "people -h greet"]) {
      const {code, stdout, stderr} = await run(args.split(" "), {root});
      expect({code, stderr}).toEqual({code: 0, stderr: ""});
      expect(stdout).toMatch(/^greet somebody\n\nUsage:\n {2}tool people greet \[flags\]\n\nFlags:\n/);
      expect(stdout).toContain('  -n, --name string   whom to greet (default "nobody")\n');
    }
  });

  test("help and the names of a command are the same as --help", async () => {
    const wanted = await run(["people", "greet", "--help"], {root});
    expect(await run(["help", "people", "greet"], {root})).toEqual(wanted);
    expect((await run(["help"], {root})).stdout).toMatch(/^a tool\n\nUsage:\n {2}tool \[command\]\n/);
    const {code, stderr} = await run(["help", "animals"], {root});
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Unknown help topic \[`animals`\]\nUsage:/);
  });

  test.each([
    ["logged", 128, 'level=error module=cmd/greet msg="cannot greet" err="no such person"\n', ""],
    ["early", 1, "", "too early\n"],
    ["silent", 3, "", ""],
  ])("a failure that is %s", async (name, code, line, stderr) => {
    const outcome = await run(["people", "greet", "-n", name], {root});
    expect({...outcome, stdout: outcome.stdout.replace(/^ts=\S+ /, "")}).toEqual({
      code,
      stdout: line,
      stderr,
    });
  });
});

describe("a program that is a command itself", () => {
  const program = group({...root, command: greet});

  test("runs it when no other is named, with its flags shown among the program's", async () => {
    expect((await run(["--name", "people", "--loud"], {root: program})).stdout).toBe("hello people 1!\n");
    const {stdout} = await run(["--help"], {root: program});
    expect(stdout).toMatch(/\nUsage:\n {2}tool \[flags\]\n {2}tool \[command\]\n/);
    expect(stdout).toContain("  -n, --name string");
  });

  test("still knows no command of another name", async () => {
    expect((await run(["-l", "animals"], {root: program})).stderr).toContain('unknown command "animals"');
  });
});

describe("configuration", () => {
  test("a file that is not there, has no format or does not parse ends the command early", async () => {
    const cwd = testDirectory();
    writeFileSync(join(cwd, "plain"), "");
    writeFileSync(join(cwd, "bad.yml"), "a: [\n");
    const greeting = ["people", "greet", "-n", "b", "--config"];
    expect(await run([...greeting, "no.yml"], {root, cwd})).toEqual({
      code: 1,
      stdout: "",
      stderr: "open no.yml: no such file or directory\n",
    });
    expect((await run([...greeting, "plain"], {root, cwd})).stderr).toBe('Unsupported Config Type ""\n');
    expect((await run([...greeting, "bad.yml"], {root, cwd})).stderr).toMatch(
      /^While parsing config: yaml: line \d+: /,
    );
  });

  test("the log goes to a file of the data directory, which is made for the owner alone", async () => {
    const cwd = testDirectory();
    const greeting = ["people", "greet", "-n", "logged", "--datadir", "data", "--log.file", "log"];
    expect(await run(greeting, {root, cwd})).toEqual({code: 128, stdout: "", stderr: ""});
    const {readFileSync, statSync} = await import("node:fs");
    expect(readFileSync(join(cwd, "data/log"), "utf8")).toContain('msg="cannot greet"');
    expect([join(cwd, "data"), join(cwd, "data/log")].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o600,
    ]);
  });

  test("a data directory that others can read is refused", async () => {
    const cwd = testDirectory();
    const {chmodSync, mkdirSync} = await import("node:fs");
    mkdirSync(join(cwd, "data"));
    chmodSync(join(cwd, "data"), 0o755);
    const {code, stderr} = await run(["people", "greet", "-n", "b", "--datadir", "data"], {root, cwd});
    expect(code).toBe(1);
    expect(stderr).toBe(
      `common/Mkdir: path '${join(cwd, "data")}' has invalid permissions: -rwxr-xr-x. Expected permissions: -rwx------\n`,
    );
  });
});
