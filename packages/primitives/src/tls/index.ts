export {type CertificateOptions, makeCertificate} from "./makeCertificate.ts";
export {type ParsedCertificate, parseCertificate} from "./parseCertificate.ts";
export {certificateFromPem, certificateToPem, tlsKeyFromPem, tlsKeyToPem} from "./pemForms.ts";
export {TlsError} from "./tlsError.ts";
export {type VerifyCertificateOptions, verifyCertificate} from "./verifyCertificate.ts";
