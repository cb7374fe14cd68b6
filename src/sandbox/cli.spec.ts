import { readOptions, UsageError } from './cli.js';

describe('the command line of the sandbox', () => {
  it('takes a free port and keeps nothing unless told otherwise', () => {
    expect(readOptions([])).toEqual({ port: 0 });
  });

  it('reads every option', () => {
    const args = ['--port', '9000', '--host', '::1', '--state', 's.json', '--tls', '--ca-dir', 'ca'];
    const media = ['--media-port', '9001', '--media-host', 'sandbox'];
    expect(readOptions([...args, ...media])).toEqual({
      ...{ port: 9000, host: '::1', stateFile: 's.json', tls: true, caDir: 'ca' },
      ...{ mediaPort: 9001, mediaHost: 'sandbox' },
    });
  });

  it('knows a call for help', () => {
    expect(readOptions(['--help'])).toBe('help');
  });

  it.each([
    [['--port', 'many'], '--port must be 0 to 65535'],
    [['--port', '65536'], '--port must be 0 to 65535'],
    [['--media-port', '65536'], '--media-port must be 0 to 65535'],
    [['--prot', '1'], "Unknown option '--prot'"],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
