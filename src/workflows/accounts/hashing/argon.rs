//! Stored hashes: argon2id in PHC form, and what one costs.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, KeyId, Params, ParamsBuilder, Version};

/// Memory of one hash in KiB, and passes over it. OWASP's least is 19 MiB and two passes; a third one keeps a guess above
/// a tenth of a second on a small machine, where more memory would take from four at once what the answers need.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 3;

/// It could not be computed: the machine has no memory for it.
#[derive(Debug)]
pub(super) struct Failed;

/// The hash of a password under the pepper of this name.
pub(super) fn hashed(
    bench: &mut Vec<Block>,
    peppered: [u8; 32],
    name: [u8; 8],
    salt: [u8; 16],
) -> Result<String, Failed> {
    let params = cost(name)?;
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    compute(&argon2, bench, (&peppered, &salt), &mut out)?;
    written(&params, &salt, &out)
}

/// Whether a stored hash is that of a password.
pub(super) fn is_of(
    bench: &mut Vec<Block>,
    peppered: [u8; 32],
    stored: &str,
) -> Result<bool, Failed> {
    let hash = PasswordHash::new(stored).map_err(|_| Failed)?;
    let (Some(salt), Some(wanted)) = (hash.salt, hash.hash) else {
        return Ok(false);
    };
    let params = Params::try_from(&hash).map_err(|_| Failed)?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| Failed)?;
    let version = hash
        .version
        .map_or(Ok(Version::default()), Version::try_from);
    let argon2 = Argon2::new(algorithm, version.map_err(|_| Failed)?, params);
    let mut out = vec![0; wanted.len()];
    compute(&argon2, bench, (&peppered, &salt), &mut out)?;
    // Two outputs are compared in constant time.
    Ok(Output::new(&out).map_err(|_| Failed)? == wanted)
}

/// Whether a stored hash costs what one under the pepper of this name costs today.
pub(super) fn costs_the_same(stored: &str, name: [u8; 8]) -> bool {
    let costs = |of: Params| (of.m_cost(), of.t_cost(), of.p_cost(), of.keyid().to_vec());
    let made = params_of(stored).map(costs);
    made.is_some() && made == cost(name).ok().map(costs)
}

/// The name of the pepper of a stored hash.
pub(super) fn pepper_of(stored: &str) -> Option<Vec<u8>> {
    Some(params_of(stored)?.keyid().to_vec())
}

/// A hash at today's cost that no password has.
pub(super) fn nobodys() -> Result<String, Failed> {
    written(&cost([0; 8])?, &[0; 16], &[0; Params::DEFAULT_OUTPUT_LEN])
}

fn params_of(stored: &str) -> Option<Params> {
    let hash = PasswordHash::new(stored).ok()?;
    Params::try_from(&hash).ok()
}

/// What hashes cost now, under the pepper of this name.
fn cost(name: [u8; 8]) -> Result<Params, Failed> {
    let mut params = ParamsBuilder::new();
    params.m_cost(MEMORY).t_cost(PASSES).p_cost(1);
    params.keyid(KeyId::new(&name).map_err(|_| Failed)?);
    params.build().map_err(|_| Failed)
}

fn compute(
    argon2: &Argon2<'_>,
    bench: &mut Vec<Block>,
    (peppered, salt): (&[u8], &[u8]),
    out: &mut [u8],
) -> Result<(), Failed> {
    let wanted = argon2.params().block_count();
    if let Some(more) = wanted.checked_sub(bench.len()) {
        bench.try_reserve_exact(more).map_err(|_| Failed)?;
        bench.resize(wanted, Block::default());
    }
    let bench = bench.get_mut(..wanted).ok_or(Failed)?;
    let computed = argon2.hash_password_into_with_memory(peppered, salt, out, bench);
    computed.map_err(|_| Failed)
}

fn written(params: &Params, salt: &[u8], out: &[u8]) -> Result<String, Failed> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(|_| Failed)?,
        salt: Some(Salt::new(salt).map_err(|_| Failed)?),
        hash: Some(Output::new(out).map_err(|_| Failed)?),
    };
    Ok(hash.to_string())
}
