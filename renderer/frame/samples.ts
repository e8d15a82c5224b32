/** Samples that come with Gantry, see resources/samples. */
export const samples = [
  { name: "quickstart", title: "Quickstart", detail: "A small stack that runs anywhere, to try the controls on." },
] as const;
