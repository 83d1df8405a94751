// The OpenID provider of an office: the real program `oidc-provider` with people who are made up. The browser tests start
// it with `provider()`; the Rust tests start this file, read the line it prints and end it by closing its input.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import Provider from 'oidc-provider';

/** Who has an account there, by login name. */
export const people = {
  tanaka: { preferred_username: 'tanaka', name: '田中 花子', email: 'tanaka@sunagawa.example', groups: ['g-survey'] },
  kobayashi: { preferred_username: 'kobayashi', name: '小林 望', groups: ['g-survey'] },
  mori: { preferred_username: 'mori', name: '森 遥', groups: ['g-other'] },
  sato: { preferred_username: 'sato', name: '佐藤 次郎', groups: ['g-other'] },
};

/** What Kocho is called there. */
export const client = { client_id: 'kocho', client_secret: 'told to: nobody & never' };

/** A key for signatures, new each time. */
function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = Math.random().toString(36).slice(2);
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

/** The settings of the provider. `terse`: the ID token says no more than it must, as is usual. */
function settings(back, terse) {
  return {
    clients: [{ ...client, redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'] }],
    jwks: { keys: [newKey()] },
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email'] },
    conformIdTokenClaims: terse,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, login) => people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
    // Nobody is asked what Kocho may know: the office has said it.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}

const page = `<!doctype html><html lang="ja"><title>職員アカウント</title><form method="post">
<label>ユーザー名 <input name="login" autofocus></label>
<button>ログイン</button> <button name="refusal" value="access_denied">やめる</button></form></html>`;

/** Asks who somebody is; a password is asked of nobody. */
async function interaction(oidc, request, response) {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(page);
  }
  let body = '';
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  const refusal = form.get('refusal');
  const result = refusal ? { error: refusal } : { login: { accountId: form.get('login') } };
  return oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Does what a browser would: signs in at an address as somebody, and returns the address it is led back to. */
export async function browse(address, back, fields) {
  const jar = new Map();
  let [next, form] = [address, undefined];
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie }, method: form ? 'POST' : 'GET', body: form });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location?.startsWith(back)) return location;
    if (!location && form) throw new Error(`${answer.status} ${await answer.text()}`);
    form = location ? undefined : new URLSearchParams(fields);
    next = location ? new URL(location, next).href : next;
  }
  throw new Error('led in a circle');
}

/**
 * Starts a provider that leads back to `back`. Its address is `issuer`; `rotate()` gives it another key, `stop()` ends it.
 */
export async function provider(back, { terse = true } = {}) {
  const server = http.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let oidc;
  const rotate = () => { oidc = new Provider(issuer, settings(back, terse)); };
  rotate();
  server.on('request', (request, response) => {
    const fail = (error) => { response.statusCode = 500; response.end(String(error)); };
    if (request.url.startsWith('/interaction/')) interaction(oidc, request, response).catch(fail);
    else if (request.url.startsWith('/test/')) test(request.url, { back, rotate }).then((said) => response.end(said), fail);
    else oidc.callback()(request, response);
  });
  const stop = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return { issuer, rotate, stop };
}

/** What the Rust tests ask: `/test/rotate`, `/test/browse?address=…&login=…`. */
async function test(path, { back, rotate }) {
  const { pathname, searchParams } = new URL(path, 'http://here');
  if (pathname === '/test/rotate') return rotate() ?? '';
  const { address, ...fields } = Object.fromEntries(searchParams);
  return browse(address, back, fields);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , back, way] = process.argv;
  const { issuer } = await provider(back, { terse: way !== 'wordy' });
  process.stdin.on('end', () => process.exit(0)).resume();
  console.log(issuer);
}
