import { disposition } from './disposition.js';
import { cleanName, nameIn } from './media-item.js';

it('keeps of a name what is harmless', () => {
  expect(cleanName('menu.pdf')).toBe('menu.pdf');
  expect(cleanName('../../etc/passwd')).toBe('passwd');
  expect(cleanName('C:\\files\\menu.pdf')).toBe('menu.pdf');
  expect(cleanName(' a\r\nb\0c.txt ')).toBe('abc.txt');
  expect(cleanName('photo\u202egpj.exe')).toBe('photogpj.exe');
  expect(cleanName('x'.repeat(300))).toHaveLength(255);
  for (const none of [null, undefined, '', ' ', '/', '\n']) expect(cleanName(none)).toBeNull();
});

it('finds the name of a file in its URL', () => {
  expect(nameIn('https://example.org/files/menu%20card.pdf?x=1')).toBe('menu card.pdf');
  expect(nameIn('https://example.org/..%2f..%2fpasswd')).toBe('passwd');
  for (const url of ['https://example.org', 'https://example.org/files/', 'https://example.org/%ff']) {
    expect(nameIn(url)).toBeNull();
  }
});

it('tells browsers to save a file, whatever its name', () => {
  expect(disposition('menu.pdf')).toBe('attachment; filename="menu.pdf"');
  expect(disposition('a"b\\c.pdf')).toBe(`attachment; filename="a_b_c.pdf"; filename*=UTF-8''a%22b%5Cc.pdf`);
  expect(disposition('Menü (1).pdf')).toBe(
    `attachment; filename="Men_ (1).pdf"; filename*=UTF-8''Men%C3%BC%20%281%29.pdf`,
  );
  expect(disposition('\ud800x')).toBe(`attachment; filename="_x"; filename*=UTF-8''_x`);
});
