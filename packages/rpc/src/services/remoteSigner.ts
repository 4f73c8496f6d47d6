import {bytes, int, list, struct, text, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";
import {defineService, unary} from "../service/index.ts";

/** A key that the signer has, by role (`signerRoles`). */
export const SignerKey = struct("remote.PublicKey", {role: int, publicKey: PublicKey});
export type SignerKey = ValueOf<typeof SignerKey>;

/** Asks for a signature in a context. */
export const SignRequest = struct("remote.SignRequest", {role: int, context: text, message: bytes});
export type SignRequest = ValueOf<typeof SignRequest>;

/** Keys on another machine (cli-config-grpc §5.3). */
export const remoteSignerService = defineService("RemoteSigner", {
  publicKeys: unary(null, list(SignerKey)),
  sign: unary(SignRequest, bytes),
});
