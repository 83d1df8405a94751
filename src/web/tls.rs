//! https without a proxy: certificate and key from PEM files.

use std::path::Path;

use anyhow::Context;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The settings of a listener that speaks https.
///
/// # Errors
/// When a file cannot be read or the key does not belong to the certificate.
pub fn settings(certificate: &Path, key: &Path) -> anyhow::Result<ServerConfig> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("web.tls_certificate: {}", certificate.display()))?;
    let key_read = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("web.tls_key: {}", key.display()))?;
    ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key_read)
        .context("web.tls_key does not belong to web.tls_certificate")
}
