export {FileSignerFactory, keyFileNames, loadPublicKeyFile, loadSignerFile} from "./fileSigner.ts";
export {MemorySignerFactory, signerFromPrivateKey, signerFromSeed, testSigner} from "./memorySigner.ts";
