import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { type Bytes, concat } from "./bytes.js";

// HPKE: RFC 9180, single-shot (section 6.1), modes base and PSK
// DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, ChaCha20Poly1305 0x0003
// sealed: enc (32, the ephemeral public key) | ciphertext | tag (16)
// Refused by the library: a shared secret of zero (section 7.1.4), in which every point of low order ends.

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});

const encLength = 32;

/** What sealing adds to a plaintext's length in bytes. */
export const hpkeOverhead = encLength + 16;

/** A key that both sides hold already: 32 bytes and their name. It shows that the sender is one of them. */
export interface PreSharedKey {
  readonly key: Uint8Array;
  readonly id: Uint8Array;
}

/** A pair of X25519, 32 bytes each. */
export interface RawKeyPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** SealBase, or SealPSK where a pre-shared key is given. */
export const hpkeSeal = (
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  psk?: PreSharedKey,
): Promise<Bytes> => sealWith(undefined, recipient, info, aad, plaintext, psk);

/** OpenBase, or OpenPSK where a pre-shared key is given; null for whatever was not sealed just so. */
export async function hpkeOpen(
  recipient: RawKeyPair,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  psk?: PreSharedKey,
): Promise<Bytes | null> {
  if (sealed.length < hpkeOverhead) return null;
  const recipientKey = await pairOf(recipient);
  try {
    const context = await suite.createRecipientContext({
      recipientKey,
      enc: sealed.slice(0, encLength),
      info: info.slice(),
      ...(psk && { psk: { id: psk.id.slice(), key: psk.key.slice() } }),
    });
    return new Uint8Array(await context.open(sealed.slice(encLength), aad.slice()));
  } catch {
    return null;
  }
}

/** With a named ephemeral pair, for the RFC's vectors. A second message under one ephemeral key would repeat a nonce. */
export async function sealWith(
  ephemeral: RawKeyPair | undefined,
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  psk?: PreSharedKey,
): Promise<Bytes> {
  const context = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.importKey("raw", recipient.slice().buffer, true),
    info: info.slice(),
    ...(psk && { psk: { id: psk.id.slice(), key: psk.key.slice() } }),
    ...(ephemeral && { ekm: await pairOf(ephemeral) }),
  });
  const ciphertext = await context.seal(plaintext.slice(), aad.slice());
  return concat(new Uint8Array(context.enc), new Uint8Array(ciphertext));
}

async function pairOf(pair: RawKeyPair): Promise<CryptoKeyPair> {
  const [privateKey, publicKey] = await Promise.all([
    suite.kem.importKey("raw", pair.privateKey.slice().buffer, false),
    suite.kem.importKey("raw", pair.publicKey.slice().buffer, true),
  ]);
  return { privateKey, publicKey };
}
