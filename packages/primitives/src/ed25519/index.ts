export {Ed25519Error, type Ed25519ErrorCode} from "./ed25519Error.ts";
export {packEntries, packedEntry, packedEntryLength} from "./packedEntries.ts";
export {VerificationPoolError, type VerificationPoolErrorCode} from "./poolError.ts";
export {PrivateKey} from "./privateKey.ts";
export {privateKeyLength, publicKeyLength, seedLength, signatureLength} from "./sizes.ts";
export {isSmallOrder} from "./smallOrder.ts";
export {type PoolVerifyOptions, VerificationPool, type VerificationPoolOptions} from "./verificationPool.ts";
export {type SignedMessage, verify, verifyBatch} from "./verify.ts";
