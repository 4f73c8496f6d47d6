import {chmodSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type Ended, Program, run} from "./program.ts";

/** What every kind of claim needs in escrow: 100 tokens. */
const threshold = "100000000000";
const thresholdKinds = [
  "entity",
  "node-validator",
  "node-compute",
  "node-storage",
  "node-keymanager",
  "runtime-compute",
  "runtime-keymanager",
];
/** Base units in a token. */
const token = 1_000_000_000n;
const supply = 30_000n;

/** The directories of an operator who follows the guide: `entity`, `node` and `etc` below one of their own. */
export class Guide {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    for (const name of ["entity", "node", "etc"]) {
      mkdirSync(this.path(name), {recursive: true, mode: 0o700});
      chmodSync(this.path(name), 0o700);
    }
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  get socket(): string {
    return `unix:${this.path("node/internal.sock")}`;
  }

  /** Runs a command to its end, in the operator's directory. */
  run(...args: readonly string[]): Promise<Ended> {
    return run(args, {cwd: this.directory});
  }

  /** Runs a command that has to succeed, and gives its output. */
  async output(...args: readonly string[]): Promise<string> {
    const {code, stdout, stderr} = await this.run(...args);
    if (code !== 0) throw new RangeError(`oasis-node ${args.join(" ")}: ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  /** The keys, descriptors and registrations for genesis. Gives the ID of the entity. */
  async makeKeys(): Promise<string> {
    await this.output("registry", "entity", "init", "--signer.dir", "entity");
    const {id} = JSON.parse(this.read("entity/entity.json"));
    const node = ["--datadir", "node", "--node.entity_id", id, "--node.role", "validator"];
    const more = ["--node.consensus_address", "127.0.0.1:26656", "--node.expiration", "2"];
    await this.output("registry", "node", "init", ...node, ...more, "--node.is_self_signed");
    const descriptor = ["--entity.node.descriptor", "node/node_genesis.json"];
    await this.output("registry", "entity", "update", "--signer.dir", "entity", ...descriptor);
    return id;
  }

  /** A staking state in which an account has everything, so many tokens of it in escrow with itself. */
  writeStaking(address: string, escrow: bigint): void {
    const escrowed = String(escrow * token);
    const state = {
      params: {
        thresholds: Object.fromEntries(thresholdKinds.map((kind) => [kind, threshold])),
        debonding_interval: 2,
        min_delegation: String(token),
        fee_split_weight_propose: "2",
        fee_split_weight_vote: "1",
        fee_split_weight_next_propose: "1",
        reward_factor_epoch_signed: "0",
        reward_factor_block_proposed: "0",
      },
      token_symbol: "TEST",
      token_value_exponent: 9,
      total_supply: String(supply * token),
      common_pool: "0",
      last_block_fees: "0",
      governance_deposits: "0",
      ledger: {
        [address]: {
          general: {balance: String((supply - escrow) * token)},
          escrow: {
            active: {balance: escrowed, total_shares: escrowed},
            debonding: {balance: "0", total_shares: "0"},
          },
        },
      },
      delegations: {[address]: {[address]: {shares: escrowed}}},
    };
    writeFileSync(this.path("etc/staking.json"), JSON.stringify(state));
  }

  initGenesis(): Promise<Ended> {
    return this.run(
      ...["genesis", "init", "--genesis.file", "etc/genesis.json", "--chain.id", "test-chain"],
      ...["--entity", "entity/entity_genesis.json", "--node", "node/node_genesis.json"],
      ...["--staking", "etc/staking.json"],
      ...["--consensus.tendermint.timeout_commit", "1ms"],
      ...["--consensus.tendermint.empty_block_interval", "200ms"],
      // The machine of a test is reached by nobody, epochs pass when the test says so, and the only validator stays.
      ...["--registry.debug.allow_unroutable_addresses", "--beacon.debug.mock_backend"],
      ...["--scheduler.debug.bypass_stake", "--debug.dont_blame_oasis"],
    );
  }

  writeConfig(): void {
    writeFileSync(this.path("etc/config.yml"), configText(this.directory));
  }

  startNode(): Program {
    return Program.start(["--config", "etc/config.yml"], {cwd: this.directory});
  }
}

function configText(directory: string): string {
  return `datadir: ${directory}/node
log:
  level:
    default: info
    tendermint: info
    tendermint/context: error
  format: JSON
genesis:
  file: ${directory}/etc/genesis.json
consensus:
  validator: true
  engine:
    backend: embedded
  tendermint:
    core:
      listen_address: tcp://0.0.0.0:26656
      external_address: tcp://127.0.0.1:26656
    p2p:
      seed: []
worker:
  registration:
    entity: ${directory}/entity/entity.json
debug:
  dont_blame_oasis: true
  # Everybody may set epochs.
  allow_test_keys: true
`;
}
