import {generatePvssKeyPair, type Scalar} from "@oasis-node/primitives/pvss";
import {testSigner} from "@oasis-node/primitives/signers";
import type {NodeIdentity, TlsKeys} from "../../src/identity/index.ts";
import {random} from "./testChain.ts";

/** The identity of a node with test keys: those named `<operator> node`, `<operator> consensus` and so on. */
export class TestIdentity implements NodeIdentity {
  readonly nodeSigner;
  readonly p2pSigner;
  readonly consensusSigner;
  readonly beaconScalar: Scalar;
  readonly canRotateTls: boolean;
  readonly #operator: string;
  #generation = 0;

  constructor(
    operator: string,
    {canRotateTls = true, beaconScalar = generatePvssKeyPair(random).scalar} = {},
  ) {
    this.#operator = operator;
    this.nodeSigner = testSigner(`${operator} node`);
    this.p2pSigner = testSigner(`${operator} p2p`);
    this.consensusSigner = testSigner(`${operator} consensus`);
    this.beaconScalar = beaconScalar;
    this.canRotateTls = canRotateTls;
  }

  tlsKeys(): TlsKeys {
    const key = (generation: number) => testSigner(`${this.#operator} tls ${generation}`);
    return {current: key(this.#generation), next: this.canRotateTls ? key(this.#generation + 1) : null};
  }

  async rotateTls(): Promise<TlsKeys> {
    this.#generation++;
    return this.tlsKeys();
  }
}
