import { urlRefusal } from './url-policy.js';

describe('URLs of customers', () => {
  it.each([
    'https://example.com/hooks?x=1#y',
    'HTTPS://Example.COM/Hook',
    'https://example.com:443/',
    'https://example.com:8443/',
    'https://sub_domain.example.com',
    'https://example.com./',
    'https://xn--bcher-kva.example/',
    'https://8.8.8.8/hook',
    'https://[2606:4700::1111]/hook',
  ])('may be %s', (url) => expect(urlRefusal(url, false)).toBeNull());

  it.each([
    ['http://example.com/', 'does not start with https://'],
    ['ftp://example.com/', 'does not start with https://'],
    ['file:///etc/passwd', 'does not start with https://'],
    ['https:example.com', 'does not start with https://'],
    ['https:///example.com', 'does not start with https://'],
    ['//example.com', 'does not start with https://'],
    ['https:\\\\127.0.0.1\\', 'does not start with https://'],
    ['https://example.com\\@127.0.0.1/', 'is not a valid URL'],
    ['https://exa\tmple.com/', 'contains spaces, control characters or letters outside ASCII'],
    [' https://example.com/', 'contains spaces, control characters or letters outside ASCII'],
    ['https://\uff11\uff12\uff17.0.0.1/', 'contains spaces, control characters or letters outside ASCII'],
    ['https://\u24dbocalhost/', 'contains spaces, control characters or letters outside ASCII'],
    ['https://user:word@example.com/', 'contains credentials'],
    ['https://example.com@127.0.0.1/', 'contains credentials'],
    ['https://example.com:22/', 'names port 22; allowed are 80, 443 and from 1024 up'],
    ['https://example.com:99999/', 'is not a valid URL'],
    ['https://127.0.0.1/', 'leads to an address that is not public'],
    ['https://10.0.0.8/', 'leads to an address that is not public'],
    ['https://169.254.169.254/latest/meta-data', 'leads to an address that is not public'],
    ['https://0.0.0.0/', 'leads to an address that is not public'],
    ['https://[::1]/', 'leads to an address that is not public'],
    ['https://[fd00:ec2::254]/', 'leads to an address that is not public'],
    ['https://[64:ff9b::7f00:1]/', 'leads to an address that is not public'],
    ['https://[::ffff:7f00:1]/', 'leads to an address that is not public'],
    ['https://[::ffff:127.0.0.1]/', 'writes its address in an unusual form'],
    ['https://[0:0:0:0:0:0:0:1]/', 'writes its address in an unusual form'],
    ['https://2130706433/', 'writes its address in an unusual form'],
    ['https://134744072/', 'writes its address in an unusual form'],
    ['https://0177.0.0.1/', 'writes its address in an unusual form'],
    ['https://0x7f.0.0.1/', 'writes its address in an unusual form'],
    ['https://0x7f000001/', 'writes its address in an unusual form'],
    ['https://127.1/', 'writes its address in an unusual form'],
    ['https://127.0.0.1./', 'writes its address in an unusual form'],
    ['https://%31%32%37.0.0.1/', 'writes its address in an unusual form'],
    ['https://1.2.3.4.5/', 'is not a valid URL'],
    ['https://[fe80::1%25eth0]/', 'is not a valid URL'],
    ['https://exa%6dple.com/', 'has an invalid host name'],
    ['https://*.example.com/', 'has an invalid host name'],
    ['https://-example.com/', 'has an invalid host name'],
    ['https://a..example.com/', 'has an invalid host name'],
    ['https://localhost/', 'names a host that is not public'],
    ['https://LOCALHOST./', 'names a host that is not public'],
    ['https://api.localhost/', 'names a host that is not public'],
    ['https://postgres:5432/', 'names a host that is not public'],
    ['https://metadata.google.internal/', 'names a host that is not public'],
    ['https://printer.local/', 'names a host that is not public'],
    [`https://example.com/${'a'.repeat(2048)}`, 'is longer than 2048 characters'],
  ])('may not be %s', (url, reason) => expect(urlRefusal(url, false)).toBe(reason));

  it.each([
    'http://127.0.0.1:3000/',
    'http://[::1]:8080/hook',
    'https://10.0.0.8/',
    'http://n8n:5678/webhook',
    'http://localhost',
  ])('may be %s where private networks are allowed', (url) => expect(urlRefusal(url, true)).toBeNull());

  it.each(['http://2130706433/', 'http://user@localhost/', 'ftp://localhost/', 'http://localhost:22/'])(
    'may not be %s even there',
    (url) => expect(urlRefusal(url, true)).not.toBeNull(),
  );
});
