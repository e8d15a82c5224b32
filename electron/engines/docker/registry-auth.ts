/** A login as the engine's API takes it. */
export interface RegistryAuth {
  username: string;
  password: string;
  serveraddress: string;
}

export async function registryAuth(_image: string): Promise<RegistryAuth | undefined> {
  return undefined;
}
