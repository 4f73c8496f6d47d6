export {submissionBackend} from "./submissionBackend.ts";
