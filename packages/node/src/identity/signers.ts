import {join} from "node:path";
import {
  type Signer,
  SignerError,
  type SignerFactory,
  type SignerRole,
} from "@oasis-node/primitives/signature";
import {keyFileNames, loadPublicKeyFile} from "@oasis-node/primitives/signers";
import {IdentityError} from "./identityError.ts";
import {badPermissions, identityFiles, type KeySource, missing} from "./keyFiles.ts";

type NodeRole = Exclude<SignerRole, "entity">;

const publicKeyFiles: Readonly<Record<NodeRole, string>> = {
  node: identityFiles.nodePublicKey,
  p2p: identityFiles.p2pPublicKey,
  consensus: identityFiles.consensusPublicKey,
};

/**
 * The signer of a role, made when there is none and `generate` allows it. The file of its public key is made when it is
 * missing, and has to belong to it otherwise (cli-config-grpc §2.1).
 */
export async function loadSigner(
  source: KeySource,
  factory: SignerFactory,
  role: NodeRole,
  generate: boolean,
): Promise<Signer> {
  const file = join(source.directory, keyFileNames[role]);
  const publicFile = join(source.directory, publicKeyFiles[role]);
  const signer = await explained(file, () => loadOrGenerate(source, factory, role, generate));
  await explained(publicFile, () => loadPublicKeyFile(publicFile, signer));
  return signer;
}

async function loadOrGenerate(
  source: KeySource,
  factory: SignerFactory,
  role: NodeRole,
  generate: boolean,
): Promise<Signer> {
  try {
    return await factory.load(role);
  } catch (error) {
    if (!generate || !(error instanceof SignerError) || error.code !== "notExist") throw error;
    return factory.generate(role, source.random);
  }
}

/** The texts of the reference name the file, which those of the signers leave to the details. */
async function explained<T>(file: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof SignerError && error.code === "notExist") throw missing(file);
    const mode = error instanceof SignerError ? error.details.mode : undefined;
    if (typeof mode === "string") throw badPermissions(file, mode.slice(-3));
    throw new IdentityError("malformedFile", `${error.message}: ${file}`, {details: {file}, cause: error});
  }
}
