import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

/** A key pair of an application. */
export interface ApplicationKeys {
  privateKey: CryptoKey;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** Makes a key pair for this algorithm, of this name. */
export async function keyPair(alg: string, kid: string): Promise<ApplicationKeys> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const named = async (key: CryptoKey) => ({ ...(await exportJWK(key)), kid, alg });
  return { privateKey, publicJwk: await named(publicKey), privateJwk: await named(privateKey) };
}
