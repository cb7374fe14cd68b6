import { proxyRefusal, withoutPassword } from './proxy-url.js';

describe('the URL of a proxy', () => {
  it.each([
    'http://proxy.example.com:3128',
    'https://user:pass%40word@proxy.example.com',
    'socks5://user:word@8.8.8.8:1080/',
  ])('may be %s', (url) => expect(proxyRefusal(url, false)).toBeNull());

  it.each([
    ['ftp://proxy.example.com', 'does not start with http://, https:// or socks5://'],
    ['proxy.example.com:3128', 'does not start with http://, https:// or socks5://'],
    ['http://', 'is not a valid URL'],
    ['http://proxy.example.com/path', 'has more than a host, a port, a user and a password'],
    ['http://user:50%@proxy.example.com', 'has a user or a password that is not percent-encoded'],
    ['socks5://127.0.0.1:1080', 'leads to an address that is not public'],
    ['socks5://user:word@169.254.169.254:1080', 'leads to an address that is not public'],
    ['http://a@b@127.0.0.1:8080', 'leads to an address that is not public'],
    ['http://redis:6379', 'names a host that is not public'],
    ['http://0x7f000001:8080', 'writes its address in an unusual form'],
    ['http://proxy.example.com:25', 'names port 25; allowed are 80, 443 and from 1024 up'],
  ])('may not be %s', (url, reason) => expect(proxyRefusal(url, false)).toBe(reason));

  it('may lead anywhere where private networks are allowed', () => {
    expect(proxyRefusal('socks5://user:word@127.0.0.1:1080', true)).toBeNull();
    expect(proxyRefusal('http://squid:3128', true)).toBeNull();
  });

  it('is shown without its password', () => {
    expect(withoutPassword('socks5://user:word@proxy.example.com:1080')).toBe('socks5://user@proxy.example.com:1080');
    expect(withoutPassword('http://proxy.example.com:3128/')).toBe('http://proxy.example.com:3128');
  });
});
