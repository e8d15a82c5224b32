/**
 * Stands in for gRPC and protobuf in the bundle (see vite.config.ts): dockerode loads them at import for BuildKit
 * sessions, which Gantry never opens, and that is a fifth of the time that the CLI takes to start.
 */
/** What is asked of them at import: nothing. */
export const unused = true;
