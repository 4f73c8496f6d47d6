import {join} from "node:path";
import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {knownTestPublicKeys, nodeBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {ChainApp} from "@oasis-node/state-transition/application";
import type {NodeSettings} from "@oasis-node/state-transition/context";
import type {Document} from "@oasis-node/state-transition/genesis";
import {sanityApp, stateChecks} from "@oasis-node/state-transition/sanity";
import {boolean, number, object, readText} from "../records.ts";
import {findOwnKey} from "./findOwnKey.ts";

/** The supplementary checks as the recording node made them: by the clock of the machine, after some of the blocks. */
function supplementaryChecks(interval: number, {staking}: Document): ChainApp[] {
  if (interval <= 0) return [];
  const {tokenSymbol, tokenValueExponent} = staking;
  const checks = stateChecks({
    token: {tokenSymbol, tokenValueExponent},
    clock: () => BigInt(Math.floor(Date.now() / 1000)),
  });
  const app = sanityApp({interval: BigInt(interval), random: (length) => new Uint8Array(length), checks});
  return [{app, initChain: () => {}}];
}

export interface Settings {
  readonly node: NodeSettings;
  readonly verifier: SignatureVerifier;
  /** Applications beside those of the consensus layer. */
  readonly extraApps: readonly ChainApp[];
}

/** What the recording node was started with, from the folder's `node.json` and its calls. */
export async function readSettings(folder: string, calls: string, genesis: Document): Promise<Settings> {
  const path = join(folder, "node.json");
  const settings = object(JSON.parse(await readText(path)), path);
  const minGasPrice = BigInt(number(settings.min_gas_price, path));
  const blacklist = nodeBlacklist({
    reserved: Object.values(reservedPublicKeys),
    testKeys: knownTestPublicKeys(),
    allowTestKeys: boolean(settings.debug_allow_test_keys, path),
    genesis: genesis.consensus.parameters.publicKeyBlacklist ?? [],
  });
  return {
    node: {
      minGasPrice,
      ownKey: await findOwnKey(calls, minGasPrice),
      debugAllowed: boolean(settings.debug_dont_blame_oasis, path),
      skipAttestation: boolean(settings.ias_debug_skip_verify, path),
      testSigners: boolean(settings.debug_allow_test_keys, path),
    },
    verifier: new SignatureVerifier({blacklist}),
    extraApps: supplementaryChecks(number(settings.supplementary_sanity_interval ?? 0, path), genesis),
  };
}
