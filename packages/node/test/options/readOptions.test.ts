import {describe, expect, test} from "vitest";
import {
  bool,
  iasSecretOptions,
  nodeOptions,
  type OptionTable,
  option,
  parseFlags,
  sourceText,
  text,
} from "../../src/options/index.ts";
import {read} from "./support.ts";

const guide = `
datadir: /node/data
log:
  level:
    default: info
    Tendermint: INFO
    tendermint/context: error
  format: JSON
genesis:
  file: /node/etc/genesis.json
consensus:
  tendermint:
    core:
      listen_address: tcp://0.0.0.0:26656
      external_address: tcp://1.2.3.4:26656
    p2p:
      seed:
        - "E27F6B7A350B4CC2B48A6CBE94B0A02B0DCB0BF3@35.199.49.168:26656"
runtime:
  supported:
    - 000000000000000000000000000000000000000000000000e199119c992377cb
  paths:
    "000000000000000000000000000000000000000000000000e199119c992377cb": /node/runtimes/cipher.orc
worker:
  registration: {entity: /node/entity/entity.json}
  storage: {enabled: yes}
  client:
    port: 30001
ias:
  proxy:
    address:
      - "qwMUyfMXj/nPOWjW3VEHvGpTpeOiL8MMwpqVwDPbrN0=@34.86.108.137:8650"
`;

describe("a configuration file", () => {
  test("as in the guide is read whole", () => {
    const {values, problems, warnings} = read(nodeOptions, [], guide);
    expect(problems).toEqual([]);
    // All of it is understood; of parts that do not exist yet the operator is told, and of nothing else.
    expect(warnings.map(({message}) => message)).toEqual([
      "consensus.tendermint.core.listen_address has no effect yet: it is for the Tendermint engine",
      "consensus.tendermint.p2p.seed has no effect yet: it is for the Tendermint engine",
      "ias.proxy.address has no effect yet: it is for attestation of enclaves",
    ]);
    expect(values.datadir).toBe("/node/data");
    expect(values["log.level"]).toEqual({
      default: "INFO",
      modules: new Map([
        ["tendermint", "INFO"],
        ["tendermint/context", "ERROR"],
      ]),
    });
    expect(values["runtime.supported"]).toEqual([
      "000000000000000000000000000000000000000000000000e199119c992377cb",
    ]);
    expect(values["runtime.paths"].get(values["runtime.supported"][0] ?? "")).toBe(
      "/node/runtimes/cipher.orc",
    );
    expect(values["worker.storage.enabled"]).toBe(true);
    expect(values["worker.client.port"]).toBe(30001);
  });

  test("may write keys in any case, nested or with dots", () => {
    const text = "WORKER.Client.Port: 1\nconsensus: {Tendermint.mode: archive}\nlog.level.default: DEBUG\n";
    const {values, problems} = read(nodeOptions, [], text);
    expect(problems).toEqual([]);
    expect(values["worker.client.port"]).toBe(1);
    expect(values["consensus.tendermint.mode"]).toBe("archive");
    expect(values["log.level"].default).toBe("DEBUG");
  });

  test("may give a list as one scalar, and an unquoted number of 64 digits", () => {
    const id = "8000000000000000000000000000000000000000000000000000000000000001";
    const {values} = read(
      nodeOptions,
      [],
      `runtime: {supported: ${id}}\nworker: {p2p: {addresses: 1.2.3.4:1  5.6.7.8:2}}`,
    );
    expect(values["runtime.supported"]).toEqual([id]);
    expect(values["worker.p2p.addresses"]).toEqual(["1.2.3.4:1", "5.6.7.8:2"]);
  });

  test("without anything gives defaults", () => {
    for (const text of ["", "# nothing\n", "{}", "worker:\n", "worker: ~\ndatadir:\n"]) {
      const {values, problems, sources} = read(nodeOptions, [], text);
      expect(problems).toEqual([]);
      expect(values["worker.client.port"]).toBe(9100);
      expect(sources.datadir.from).toBe("default");
    }
  });

  test("never fails for unknown keys, but names what was meant", () => {
    const text =
      "worker: {storge: {enabled: true}}\nfoo: {bar: 1}\nstake: {account: {address: oasis1}}\naddress: x\n";
    const {problems, warnings} = read(nodeOptions, [], text, {alsoKnown: ["stake.account.address"]});
    expect(problems).toEqual([]);
    expect(warnings.map(({source, message}) => `${sourceText(source)} ${message}`)).toEqual([
      "config.yml:1:19 unknown key worker.storge.enabled, it has no effect, did you mean worker.storage.enabled?",
      "config.yml:2:7 unknown key foo.bar, it has no effect",
    ]);
  });

  test("tells every problem with line and column", () => {
    const text = [
      "worker:",
      "  client:",
      "    port: 70000",
      "    addresses: {a: 1}",
      "  storage: {max_cache_size: lots, enabled: maybe}",
      "runtime: {history: {pruner: {interval: 5}}}",
      "log: {level: {tendermint: info}, format: xml}",
      "datadir: [a]",
      "consensus: {tendermint: {p2p: {seed: [a, [b]]}}}",
      "worker.client.port: 7",
    ].join("\n");
    const {problems} = read(nodeOptions, [], text);
    expect(problems.map(({source, message}) => `${sourceText(source)} ${message}`).sort()).toEqual([
      "config.yml:10:1 worker.client.port is given twice",
      'config.yml:3:5 worker.client.port: strconv.ParseUint: parsing "70000": value out of range',
      "config.yml:4:5 worker.client.addresses: it is a mapping",
      'config.yml:5:13 worker.storage.max_cache_size: malformed size "lots"',
      'config.yml:5:35 worker.storage.enabled: strconv.ParseBool: parsing "maybe": invalid syntax',
      'config.yml:6:30 runtime.history.pruner.interval: time: missing unit in duration "5"',
      "config.yml:7:34 log.format: logging: invalid log format: 'xml'",
      "config.yml:7:7 log.level: logging: invalid log level: ''",
      "config.yml:8:1 datadir: it is a list",
      "config.yml:9:42 consensus.tendermint.p2p.seed: an item is a list",
    ]);
    expect(problems.every(({found, wanted, remedy}) => found !== "" && wanted !== "" && remedy !== "")).toBe(
      true,
    );
  });

  test.each([
    ["a", 'Unsupported Config Type ""'],
    ["a.toml", 'Unsupported Config Type "toml"'],
  ])("%s has no known format", (path, message) => {
    expect(read(nodeOptions, [], "", {path}).problems.map((each) => each.message)).toEqual([message]);
  });

  test.each([
    ["a: [1, 2\nb: 3\n", 2],
    ["a: 1\na: 2\n", 2],
    ["a: *b\n", 1],
    ["just words", 1],
    ["- a\n", 1],
    ["a: 1\n\tb: 2\n", 2],
    [`a: ${"[".repeat(100_000)}`, 1],
  ])("that is no YAML mapping names the line: %#", (text, line) => {
    const {problems} = read(nodeOptions, [], text);
    expect(problems.map(({message}) => message.split(": ").slice(0, 3).join(": "))).toEqual([
      `While parsing config: yaml: line ${line}`,
    ]);
  });

  test("cannot grow by references", () => {
    const bomb = Array.from(
      {length: 30},
      (_, at) =>
        `k${at}: &a${at} [${
          at === 0
            ? "1"
            : Array(9)
                .fill(`*a${at - 1}`)
                .join(",")
        }]`,
    );
    const {problems} = read(nodeOptions, [], `${bomb.join("\n")}\n`);
    expect(problems.map(({message}) => message)).toEqual([expect.stringContaining("too many values")]);
  });

  test("in JSON is JSON", () => {
    expect(
      read(nodeOptions, [], '{"worker": {"client": {"port": 5}}}', {path: "a.json"}).values[
        "worker.client.port"
      ],
    ).toBe(5);
    expect(read(nodeOptions, [], "worker: {}", {path: "a.json"}).problems).toHaveLength(1);
  });

  test("hands the configuration of runtimes over as it is", () => {
    const {values} = read(
      nodeOptions,
      [],
      "runtime: {config: {AB: {Max: 5, on: true, list: [1.5, ~, '7']}}}",
    );
    expect(values["runtime.config"]).toEqual(new Map([["ab", {max: 5n, on: true, list: [1.5, null, "7"]}]]));
  });
});

describe("precedence", () => {
  test("is flag, file, default; a level given as flag replaces the mapping", () => {
    const text = "worker: {client: {port: 1}}\nlog: {level: {default: info, a: debug}}\n";
    expect(read(nodeOptions, [], text).values["worker.client.port"]).toBe(1);
    const {values, sources} = read(nodeOptions, ["--worker.client.port", "2", "--log.level=error"], text);
    expect(values["worker.client.port"]).toBe(2);
    expect(sources["worker.client.port"]).toEqual({from: "flag", flag: "--worker.client.port"});
    expect(values["log.level"]).toEqual({default: "ERROR", modules: new Map()});
  });

  test("has two environment variables between flag and file, and no others", () => {
    const env = {OASIS_IAS_APIKEY: "k", OASIS_IAS_SPID: "", OASIS_DATADIR: "/d"};
    const {values} = read({...nodeOptions, ...iasSecretOptions}, [], "ias: {spid: s, auth: {api_key: f}}", {
      env,
    });
    expect([values["ias.auth.api_key"], values["ias.spid"], values.datadir]).toEqual(["k", "s", ""]);
  });

  test("keeps the address of a node out of files", () => {
    expect(read(nodeOptions, [], "address: x\nwait: true\n").values).toMatchObject({
      address: "unix:internal.sock",
      wait: true,
    });
  });
});

describe("unsafe options", () => {
  test("count only behind the gate", () => {
    const closed = read(nodeOptions, ["--debug.allow_test_keys"]);
    expect(closed.values["debug.allow_test_keys"]).toBe(false);
    expect(closed.warnings.map(({message}) => message)).toEqual([
      "debug.allow_test_keys has no effect without debug.dont_blame_oasis",
    ]);
    const open = read(nodeOptions, ["--debug.allow_test_keys"], "debug: {dont_blame_oasis: true}");
    expect(open.values["debug.allow_test_keys"]).toBe(true);
    expect(open.warnings).toEqual([]);
  });
});

describe("an option whose part does not exist yet", () => {
  test("is read and told of, once, when somebody sets it", () => {
    const unsafe = {actsFrom: "magic", debugOnly: true};
    const table = {
      "debug.dont_blame_oasis": option(bool, false, "the gate"),
      later: option(text, "", "an option", unsafe),
    };
    const told = (flags: readonly string[]) => read(table, flags).warnings.map(({message}) => message);
    expect(told([])).toEqual([]);
    expect(told(["--later=a"])).toEqual(["later has no effect without debug.dont_blame_oasis"]);
    expect(told(["--later=a", "--debug.dont_blame_oasis"])).toEqual([
      "later has no effect yet: it is for magic",
    ]);
  });

  test("is none that a ParaTime node of the guide needs", () => {
    const needed = ["runtime.supported", "runtime.paths", "worker.compute.enabled", "worker.storage.enabled"];
    const table: OptionTable = nodeOptions;
    expect(needed.map((key) => table[key]?.actsFrom)).toEqual(needed.map(() => undefined));
  });
});

describe("a command line", () => {
  test("takes flags in all of pflag's forms, in any order", () => {
    const parsed = parseFlags(nodeOptions, [
      "one",
      "--datadir=/a=b",
      "-vh",
      "-g",
      "x",
      "-gy",
      "-s=z",
      "--wait",
      "two",
      "--wait=false",
      "-",
      "--",
      "--x",
    ]);
    expect(parsed.problems).toEqual([]);
    expect(parsed.positional).toEqual(["one", "two", "-", "--x"]);
    expect([...parsed.flags]).toEqual([
      ["datadir", ["/a=b"]],
      ["version", ["true"]],
      ["help", ["true"]],
      ["genesis.file", ["x", "y"]],
      ["signer.backend", ["z"]],
      ["wait", ["true", "false"]],
    ]);
  });

  test("tells every wrong flag", () => {
    const args = ["--foo", "--worker.client.prot=1", "-x", "--=a", "--runtime.config=a", "--datadir"];
    const {problems} = parseFlags(nodeOptions, args);
    expect(problems.map(({message, remedy}) => [message, remedy.slice(0, 33)])).toEqual([
      ["unknown flag: --foo", "see --help for the flags of this "],
      ["unknown flag: --worker.client.prot", "did you mean --worker.client.port"],
      ["unknown shorthand flag: 'x' in -x", "see --help for the flags of this "],
      ["bad flag syntax: --=a", "correct the flag"],
      ["unknown flag: --runtime.config", expect.any(String)],
      ["flag needs an argument: --datadir", "give a value: --datadir=…"],
    ]);
  });

  test.each([
    [
      ["--log.format", "XML"],
      `invalid argument "XML" for "--log.format" flag: logging: invalid log format: 'XML'`,
    ],
    [
      ["--log.level", "loud"],
      `invalid argument "loud" for "--log.level" flag: logging: invalid log level: 'loud'`,
    ],
    [
      ["--worker.client.port=x"],
      `invalid argument "x" for "--worker.client.port" flag: strconv.ParseUint: parsing "x": invalid syntax`,
    ],
    [["--wait=x"], `invalid argument "x" for "--wait" flag: strconv.ParseBool: parsing "x": invalid syntax`],
    [
      ["--runtime.paths=x"],
      `invalid argument "x" for "--runtime.paths" flag: x must be formatted as key=value`,
    ],
    [
      ["--worker.client.port=1", "-g=a", "--worker.client.port=y"],
      `invalid argument "y" for "--worker.client.port" flag: strconv.ParseUint: parsing "y": invalid syntax`,
    ],
  ])("%j is refused as recorded", (args, message) => {
    expect(read(nodeOptions, args).problems.map((each) => each.message)).toEqual([message]);
  });

  test("lists repeat or use commas, maps use signs of equality", () => {
    const {values} = read(
      nodeOptions,
      [
        "--worker.p2p.addresses=a,b",
        '--worker.p2p.addresses="c,d",e',
        "--runtime.paths=a=/x,y",
        '--runtime.paths=b=1,c="2"',
      ].slice(0, 3),
    );
    expect(values["worker.p2p.addresses"]).toEqual(["a", "b", "c,d", "e"]);
    expect(values["runtime.paths"]).toEqual(new Map([["a", "/x,y"]]));
    expect(
      read(nodeOptions, ["--runtime.paths=a=1,b=2", "--runtime.paths=c=3"]).values["runtime.paths"],
    ).toEqual(
      new Map([
        ["a", "1"],
        ["b", "2"],
        ["c", "3"],
      ]),
    );
  });
});
