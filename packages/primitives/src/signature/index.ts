export {type BlacklistSources, nodeBlacklist, PublicKeyBlacklist} from "./blacklist.ts";
export {MalformedSignatureError} from "./malformedSignatureError.ts";
export {isOnlySignedBy, isSignedBy, MultiSigned, type MultiSignedType, multiSigned} from "./multiSigned.ts";
export {publicKeyFromPem, publicKeyToPem, signatureFromPem, signatureToPem} from "./pemForm.ts";
export {
  type ContextParts,
  type PreparedContext,
  type PreparedMessage,
  prepare,
  prepareContext,
  prepareMessage,
  unregisteredContext,
} from "./prepare.ts";
export {asPublicKey, isPublicKey, PublicKey, publicKeyFromText, publicKeySize} from "./publicKey.ts";
export {checkSigner} from "./signatureChecks.ts";
export {SignatureError, type SignatureErrorCode} from "./signatureError.ts";
export {
  asRawSignature,
  isRawSignature,
  RawSignature,
  rawSignatureFromText,
  rawSignatureSize,
  Signature,
} from "./signatureTypes.ts";
export {Signed, SignedPublicKey, type SignedType, signed} from "./signed.ts";
export {type Signer, type SignerFactory, sign} from "./signer.ts";
export {SignerError, type SignerErrorCode} from "./signerError.ts";
export {allSignerRoles, type SignerRole, signerRoleFromText, signerRoles} from "./signerRole.ts";
export {
  checkSigningContexts,
  type SigningContext,
  signingContextByName,
  signingContexts,
} from "./signingContext.ts";
export {SigningContextError, type SigningContextErrorCode} from "./signingContextError.ts";
export {knownTestPublicKeys, testKeyNames, testPrivateKey} from "./testKeys.ts";
export {
  type BulkOptions,
  type SignatureCheck,
  SignatureVerifier,
  type SignatureVerifierOptions,
} from "./verifier.ts";
