import {PrivateKey, VerificationPool} from "../../../src/ed25519/index.ts";

/** Uses a pool and leaves it open: its idle threads must not keep the process. */
const key = PrivateKey.fromSeed(new Uint8Array(32));
const message = new Uint8Array(32);
const entry = {publicKey: key.publicKey, message, signature: key.sign(message)};
const verdicts = await new VerificationPool({threads: 1}).verify(new Array(40).fill(entry));
process.stdout.write(`${verdicts.filter(Boolean).length} valid`);
