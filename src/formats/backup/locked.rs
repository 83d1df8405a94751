//! Encryption of backups: to everybody named, with the age format, so that other programs can open them too.

use std::io::{self, BufRead, BufReader, Read, Write};

use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};

use super::Fault;

/// How an age file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// For whom backups are encrypted. Nobody: they are not.
#[derive(Clone, Default)]
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// From their written forms, `age1…`.
    ///
    /// # Errors
    /// [`Fault::NoKey`] names the one that is none.
    pub fn parse<'t>(written: impl IntoIterator<Item = &'t str>) -> Result<Self, Fault> {
        let read = |text: &str| {
            let text = text.trim();
            text.parse().map_err(|_| Fault::NoKey(no_recipient(text)))
        };
        Ok(Self(
            written.into_iter().map(read).collect::<Result<_, _>>()?,
        ))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes by way of `write`, encrypted where there are recipients.
    ///
    /// # Errors
    /// Those of `write`; what cannot be written.
    pub fn write<E: From<io::Error>>(
        &self,
        mut to: impl Write,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.is_empty() {
            return write(&mut to);
        }
        let all = self.0.iter().map(|one| one as &dyn age::Recipient);
        let encryptor =
            Encryptor::with_recipients(all).map_err(|why| io::Error::other(why.to_string()))?;
        let mut locked = encryptor.wrap_output(to)?;
        write(&mut locked)?;
        locked.finish()?.flush()?;
        Ok(())
    }
}

/// The keys that may open backups.
#[derive(Clone, Default)]
pub struct Identities(Vec<Identity>);

impl Identities {
    /// Takes in the keys of one file, as `age-keygen` writes it.
    ///
    /// # Errors
    /// [`Fault::NoKey`] when there is none in it; never repeats what is in it.
    pub fn read(&mut self, file: &str) -> Result<(), Fault> {
        let lines = file.lines().map(str::trim);
        let before = self.0.len();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let identity = line.parse();
            self.0.push(identity.map_err(|_| no_identity())?);
        }
        match self.0.len() == before {
            true => Err(no_identity()),
            false => Ok(()),
        }
    }
}

fn no_recipient(text: &str) -> String {
    if text.starts_with("AGE-SECRET-KEY-") {
        return "a recipient is the public half of a key (age1…); this is the secret half"
            .to_owned();
    }
    let told: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    format!("“{told}” is no recipient: write age1… as age-keygen prints it")
}

fn no_identity() -> Fault {
    Fault::NoKey(
        "there is no key in the file of --identity: AGE-SECRET-KEY-1…, as age-keygen writes it"
            .to_owned(),
    )
}

/// What is read of a file, whether it was encrypted or not.
pub enum Unlocked<R: BufRead> {
    /// It was not.
    Plain(R),
    /// It was.
    Age(Box<BufReader<age::stream::StreamReader<R>>>),
}

impl<R: BufRead> Read for Unlocked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(from) => from.read(into),
            Self::Age(from) => from.read(into),
        }
    }
}

impl<R: BufRead> BufRead for Unlocked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(from) => from.fill_buf(),
            Self::Age(from) => from.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Self::Plain(from) => from.consume(count),
            Self::Age(from) => from.consume(count),
        }
    }
}

/// Opens an age file with one of the keys; anything else is read as it is.
pub(super) fn unlock<R: BufRead>(
    mut from: R,
    identities: &Identities,
) -> Result<Unlocked<R>, Fault> {
    if !from.fill_buf()?.starts_with(AGE) {
        return Ok(Unlocked::Plain(from));
    }
    if identities.0.is_empty() {
        return Err(Fault::Locked);
    }
    let keys = identities.0.iter().map(|one| one as &dyn age::Identity);
    let opened = Decryptor::new_buffered(from).and_then(|locked| locked.decrypt(keys));
    match opened {
        Ok(opened) => Ok(Unlocked::Age(Box::new(BufReader::new(opened)))),
        Err(DecryptError::NoMatchingKeys) => Err(Fault::WrongIdentity),
        Err(DecryptError::Io(why)) => Err(super::fault(why)),
        Err(_) => Err(Fault::Damaged),
    }
}
