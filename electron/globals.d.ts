/** The version in package.json, put in by the bundler. */
declare const __GANTRY_VERSION__: string;
