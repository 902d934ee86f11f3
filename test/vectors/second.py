#!/usr/bin/env python3
# second.py -- computes the vectors again, from docs/format.md and not from our code.
#
# Usage: python3 test/vectors/second.py          (Debian: python3-nacl)
#
# Another implementation of the same pages: BLAKE2b of Python's hashlib, the rest of PyNaCl. Not part
# of `make test`; run it when a format gains a vector.
import hashlib
import pathlib
import struct
import sys

from nacl import bindings as b

VALUES = {}
for file in sorted(pathlib.Path(__file__).parent.glob("*.txt")):
    for line in file.read_text().splitlines():
        if "=" in line:
            name, value = line.split("=", 1)
            VALUES[name] = value

agreed, failed = 0, 0


def same(name, value):
    global agreed, failed
    if VALUES[name] == (value if isinstance(value, str) else value.hex()):
        agreed += 1
    else:
        failed += 1
        print(f"{name} differs")


def u32(*v):
    return struct.pack(f"<{len(v)}I", *v)


def u64(v):
    return struct.pack("<Q", v)


def blake(data, size=32, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def named(name, size):
    return blake(name.encode(), size, b"TEST-RANDOM-ONLY")


def H(label, *parts):
    return blake(label.encode().ljust(16, b"\0") + b"".join(parts))


def KDF(k, i, context, size=32):
    person = context.encode() + bytes(8)
    return hashlib.blake2b(b"", digest_size=size, key=k, salt=u64(i) + bytes(8), person=person).digest()


def SEAL(k, context, ad, m, n):
    c = context.encode()
    t = blake(n + c, 64, k)
    bound = b"\1" + c + ad
    return b"\1" + n + t[32:] + b.crypto_aead_xchacha20poly1305_ietf_encrypt(m, bound, n, t[:32])


def pad(m, size):
    return m + b"\x80" + bytes(size - len(m) - 1)


def words(data, count):
    v = int.from_bytes(data, "big")
    return "-".join("%04d" % (v >> (len(data) * 8 - 11 * (i + 1)) & 2047) for i in range(count))


def sign(secret, prefix, *parts):
    return b.crypto_sign(prefix.encode().ljust(16, b"\0") + b"".join(parts), secret)[:64]


def box_pair(seed):
    secret = hashlib.sha512(seed).digest()[:32]
    return b.crypto_scalarmult_base(secret), secret


def kx_pair(seed):
    secret = blake(seed)
    return b.crypto_scalarmult_base(secret), secret


def box_seal(public, m, seed):
    e_public, e_secret = box_pair(seed)
    return e_public + b.crypto_box(m, blake(e_public + public, 24), public, e_secret)


def argon(text, salt):
    return b.crypto_pwhash_alg(32, text, salt, 3, 128 << 20, b.crypto_pwhash_ALG_ARGON2ID13)


# The seven words, the locator, the kit.
salt = blake(b"bk/v1/salt\0", 16)
P = argon(b"w1:0412-1733-0057-1990-0801-1204-0666", salt)
same("salt", salt)
same("P", P)
same("device_key", argon(b"a device secret", named("salt.device", 16)))
R, id_seed, kit = named("R", 32), named("id_seed", 32), named("kit", 16)
loc_id, _ = b.crypto_sign_seed_keypair(KDF(P, 1, "bk.locat"))
same("locator_box_id", loc_id)
same("locator_read_token", KDF(P, 2, "bk.locat"))
same("locator_rt_hash", H("bk/v1/rt", KDF(P, 2, "bk.locat")))
KK = H("bk/v1/kit", kit)
kit_ws = KDF(KK, 1, "bk.kit__")
kit_id, _ = b.crypto_sign_seed_keypair(kit_ws)
kit_xpk, _ = box_pair(KDF(KK, 2, "bk.kit__"))
same("kit_box_id", kit_id)
same("kit_xpk", kit_xpk)
same("kit_read_token", KDF(KK, 3, "bk.kit__"))
same("kit_words", words(kit + bytes([H("bk/v1/kitsum", kit)[0] & 0xF0]), 12))
payload = (b"\1" + u32(1, 1) + R + id_seed + kit_ws + kit_xpk).ljust(439, b"\0")
blob = SEAL(KDF(P, 3, "bk.locat"), "bk.locat", loc_id, payload, named("n.loc", 24))
same("locator_blob_len", str(len(blob)))
same("locator_blob_hash", H("bk/v1/blob", blob))
id_pk, id_sk = b.crypto_sign_seed_keypair(id_seed)
loc_ws = named("loc_ws", 32)
signed = sign(id_sk, "bk/v1/kit", kit_id, u32(1, 1), R)
payload = b"\1" + u32(1, 1) + R + id_seed + loc_ws + b.crypto_sign_seed_keypair(loc_ws)[0] + signed
same("kit_blob", b"\1" + box_seal(kit_xpk, payload.ljust(463, b"\0"), named("kit.e", 32)))

# The root and the identity.
mine_id, _ = b.crypto_sign_seed_keypair(KDF(R, 2, "bk.root_"))
same("mine_box_id", mine_id)
self_key = KDF(R, 4, "bk.root_")
same("self_key", self_key)
kx_a, kx_a_secret = kx_pair(KDF(R, 3, "bk.root_"))
same("kx_pk_A", kx_a)
outbox, _ = box_pair(KDF(R, 5, "bk.root_"))
same("outbox_pk", outbox)
same("id_pk_A", id_pk)
same("id_fingerprint", words(H("bk/v1/finger", id_pk), 4))
cert_1 = sign(id_sk, "bk/v1/gen", u32(1), kx_a, bytes(32))
same("cert_A_g1", cert_1)
kx_2, _ = kx_pair(KDF(named("R.2", 32), 3, "bk.root_"))
previous = H("bk/v1/cert", cert_1)
same("cert_A_g2", u32(2) + previous + sign(id_sk, "bk/v1/gen", u32(2), kx_2, previous))

# A feed, its chain, the relay's calls.
FK = named("FK", 32)
box, box_secret = b.crypto_sign_seed_keypair(named("WS", 32))
token, entry_key = KDF(FK, 1, "bk.feed_"), KDF(FK, 2, "bk.feed_")
same("feed_box_id", box)
same("feed_read_token", token)
entry = bytes([0x85, 1, 2, 3, 4, 5])
same("entry_id", H("bk/v1/entry", entry))
blob = SEAL(entry_key, "bk.entry", box, pad(entry, 951), named("n.e1", 24))
same("entry_blob_len", str(len(blob)))
bh = H("bk/v1/blob", blob)
same("blob_hash", bh)
head_0 = H("bk/v1/head0", box)
head_1 = H("bk/v1/head", head_0, u64(1), bh)
same("head_1", head_1)
append = sign(box_secret, "bk/v1/append", box, head_1)
same("append_sig_1", append)
same("append_body_hash", H("bk/v1/blob", head_0 + append + u32(1, 1024) + blob))
host = H("bk/v1/host", b"https://relay.example")
same("host_hash", host)
rt_hash = H("bk/v1/rt", token)
create = sign(box_secret, "bk/v1/create", box, rt_hash, b"\1", u32(2500), host)
same("create_body", b"\1" + u32(2500) + rt_hash + create + b"\0")
same("erase_body", bh + sign(box_secret, "bk/v1/erase", box, u64(1), bh))
same("drop_body", head_1 + sign(box_secret, "bk/v1/drop", box, head_1))
same("pow_hash", H("bk/v1/pow", box, u32(2500), host, u64(1234567)))

# Pairing.
s = named("invite", 32)
mailbox, _ = b.crypto_sign_seed_keypair(KDF(s, 1, "bk.invit"))
same("invite_box_id", mailbox)


def message(key, number, plain):
    nonce = named(f"n.m{number}", 24)
    return SEAL(key, "bk.invit", mailbox + bytes([number]), pad(plain, 951), nonce)


def hello(who, name):
    return named(f"box.{who}", 32) + named(f"live.{who}", 32) + b"\1" + bytes([len(name)]) + name


seal_key = KDF(s, 3, "bk.invit")
e_a, e_b, n_a, n_b = named("eA", 32), named("eB", 32), named("nA", 16), named("nB", 16)
ep_a, ep_b = b.crypto_scalarmult_base(e_a), b.crypto_scalarmult_base(e_b)
id_b, id_b_secret = b.crypto_sign_seed_keypair(named("id_seed.B", 32))
kx_b, _ = kx_pair(KDF(named("R.B", 32), 3, "bk.root_"))
cert_b = sign(id_b_secret, "bk/v1/gen", u32(1), kx_b, bytes(32))
commit = H("bk/v1/commit", ep_a, n_a)
same("commit_A", commit)
same("m1", message(seal_key, 1, commit))
same("m2", message(seal_key, 2, ep_b + n_b + id_b + kx_b + u32(1) + bytes(32) + cert_b))
same("m3", message(seal_key, 3, ep_a + n_a + id_pk + kx_a + u32(1) + bytes(32) + cert_1))
T = H("bk/v1/pair", commit, ep_b, n_b, id_b, kx_b, ep_a, n_a, id_pk, kx_a)
same("transcript", T)
shared = (
    b.crypto_scalarmult(e_a, ep_b) + b.crypto_scalarmult(e_a, kx_b) + b.crypto_scalarmult(kx_a_secret, ep_b)
)
K = blake(shared + T, 32, s)
same("K_AB", K)
same("sas_words", words(KDF(K, 1, "bk.pair_", 16), 5))
same("m4", message(KDF(K, 4, "bk.pair_"), 4, hello("B", b"Ben")))
same("m5", message(KDF(K, 4, "bk.pair_"), 5, hello("A", b"Ada")))
for number, name in ((2, "FK_pair_A_to_B"), (3, "FK_pair_B_to_A"), (5, "FK_live_A_to_B"), (6, "FK_live_B_to_A")):
    same(name, KDF(K, number, "bk.pair_"))

# Round, outbox, witness, entry.
answer = pad(b"\xa1\x01\x63tea", 4023)
commit = SEAL(named("round.k", 32), "bk.round", box + named("offer", 32), answer, named("n.round", 24))
same("round_commit_hash", H("bk/v1/blob", commit))
note = b"\1" + box_seal(outbox, pad(entry, 15951), named("outbox.e", 32))
same("outbox_note_hash", H("bk/v1/blob", note))
place = u32(1) + u64(77) + named("head.mine", 32) + bytes(12)
witness = SEAL(self_key, "bk.witns", b"", place, named("n.wit", 24))
same("witness", witness)
entry = (
    b"\xa8\x00\x01\x01\x18\x82\x02\x05\x03\x19\x09\xc4"
    + b"\x04\x82\x58\x20" + named("re.1", 32) + b"\x58\x20" + named("re.2", 32)
    + b"\x05\x81\x83\x50" + named("seen.box", 16) + b"\x19\x01\x2c\x58\x20" + named("seen.head", 32)
    + b"\x06\x58\x81" + witness
    + b"\x07\xa2\x01\x03\x02\x67" + "\u00f1and\u00fa".encode()
)
same("entry_map", entry)
same("entry_map_id", H("bk/v1/entry", entry))

# The records of a book, as they stand behind the seals of the store file.


def row(kind, content, flags=0):
    return len(content).to_bytes(2, "little") + bytes(2) + bytes([kind, flags]) + content


def record(*rows):
    return u32(8 + len(b"".join(rows))) + u32(1) + b"".join(rows)


def entry_row(number, body):
    """The row of an entry that the relay does not have, and the entry's id."""
    entry_map = b"\xa5\x00\x01\x01\x18\x82\x02" + bytes([number]) + b"\x03\x19\x09\xc4\x07" + body
    eid = H("bk/v1/entry", entry_map)
    return row(1, u64(0) + eid + entry_map), eid


root_row = row(8, u32(3) + R)
mine_keys = KDF(R, 1, "bk.root_") + KDF(R, 2, "bk.root_") + mine_id
feed_row = row(2, bytes([1, 0, 0, 1]) + u32(0) + mine_keys + u64(0) + H("bk/v1/head0", mine_id) + u64(2))
same("record_state", record(feed_row, row(4, b"\x05kept"), root_row, row(9, b"")))
same("record_values", record(row(11, b"half a line"), root_row))
first_row, first_id = entry_row(1, b"\xa1\x01\x64rows")
later_row, _ = entry_row(2, b"\xa2\x00\x58\x20" + first_id + b"\x01\x64more")
same("record_entries", record(first_row, later_row))

print(f"{agreed} of {len(VALUES)} vectors agree, {failed} differ")
sys.exit(1 if failed else 0)
