import {type Localnet, type LocalnetOptions, startLocalnet} from "@oasis-node/localnet/localnet";
import {addressToText} from "@oasis-node/primitives/address";
import {type Outcome, run, type Setting} from "./world.ts";

/** A node that runs, and the command line of somebody who has the directory of its network. */
export class LiveNode {
  readonly localnet: Localnet;
  #file = 0;

  private constructor(localnet: Localnet) {
    this.localnet = localnet;
  }

  /** Epochs change only when they are told to. */
  static async start(options: LocalnetOptions = {}): Promise<LiveNode> {
    return new LiveNode(await startLocalnet({mockEpochs: true, ...options}));
  }

  get socket(): string {
    return `unix:${this.localnet.paths.socket}`;
  }

  /** Address of an account of the network. */
  address(name: string): string {
    const found = [this.localnet.entity, ...this.localnet.accounts].find((each) => each.name === name);
    if (found === undefined) throw new RangeError(`there is no ${name}`);
    return addressToText(found.address);
  }

  /** Runs a command that talks to the node. */
  run(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
    return run([...args, "-a", this.socket], {cwd: this.localnet.paths.directory, ...setting});
  }

  /** Makes a transaction of an account with a command; gives the path of its file. */
  async sign(name: string, nonce: number, args: readonly string[]): Promise<string> {
    const {paths, accounts, entity} = this.localnet;
    const holder = [entity, ...accounts].find((each) => each.name === name);
    const file = `${paths.directory}/${this.#file++}.tx`;
    const common = ["-g", paths.genesis, "--debug.dont_blame_oasis", "-y", "--transaction.file", file];
    const fee = ["--transaction.nonce", String(nonce), "--transaction.fee.gas", "10000"];
    const {code, stdout, stderr} = await run([
      ...args,
      ...common,
      ...fee,
      "--signer.dir",
      holder?.directory ?? "",
    ]);
    if (code !== 0) throw new RangeError(`${args.join(" ")}: ${stdout}${stderr}`);
    return file;
  }

  /** Makes and submits a transaction. */
  async submit(name: string, nonce: number, args: readonly string[]): Promise<Outcome> {
    return this.run(["consensus", "submit_tx", "--transaction.file", await this.sign(name, nonce, args)]);
  }
}
