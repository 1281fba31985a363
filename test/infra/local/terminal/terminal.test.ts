import { createProgressLines } from '../../../../infra/local/terminal/progress-lines.ts';
import { readTerminalSettings } from '../../../../infra/local/terminal/terminal-settings.ts';
import { welcomeBox } from '../../../../infra/local/terminal/welcome-box.ts';

describe('settings', () => {
  it('have defaults, also for empty variables', () => {
    const defaults = { port: 3000, dataDirectory: '.latchkey' };
    expect(readTerminalSettings({})).toEqual(defaults);
    expect(readTerminalSettings({ PORT: '', LATCHKEY_DATA: '' })).toEqual(defaults);
    expect(readTerminalSettings({ PORT: '0', LATCHKEY_DATA: '/d' })).toEqual({
      port: 0,
      dataDirectory: '/d',
    });
  });

  it.each(['abc', '-1', '65536', '3000.5', ' 3000'])('refuse PORT=%s by name', (PORT) => {
    expect(() => readTerminalSettings({ PORT })).toThrow(
      `PORT must be a whole number from 0 to 65535, and is ${JSON.stringify(PORT)}`,
    );
  });
});

const show = (isTTY: boolean): string => {
  let text = '';
  const progress = createProgressLines({ isTTY, write: (more) => (text += more) });
  progress.begin('building');
  progress.done(12.4);
  progress.note('a note');
  return text;
};

describe('progress', () => {
  it('is one line a step where nobody watches', () => {
    expect(show(false)).toBe(`  ✓ ${'building'.padEnd(28)}     12 ms\na note\n`);
  });

  it('shows a step while it runs on a terminal', () => {
    expect(show(true)).toMatch(/^ {2}… building\r.*✓ building/u);
  });
});

describe('the welcome box', () => {
  const welcome = {
    url: 'http://localhost:3000',
    urls: { Api: 'http://localhost:3000', OrdersApi48294D44: 'http://localhost:3001' },
    pages: { docs: 'http://localhost:3000/docs', token: 'http://localhost:3000/token' },
    unenforced: ['resource policies'],
    logFolder: '.latchkey/logs',
    readyMs: 1234,
    hasDemoUser: true,
  };

  it('says where it listens, who can log in, and how', () => {
    const box = welcomeBox(welcome);
    expect(box).toContain('ready (1.2 s)');
    expect(box).toContain('\n  OrdersApi  http://localhost:3001\n');
    expect(box).toContain('\n  docs       http://localhost:3000/docs\n');
    expect(box).toContain('\n  token      http://localhost:3000/token\n');
    expect(box).not.toContain('keys');
    expect(box).toContain('johndoe / secret');
    expect(box).toContain(
      '\n  curl -s http://localhost:3000/token -d username=johndoe -d password=secret\n',
    );
    expect(box).toContain('not played here: resource policies');
  });

  it('shows no line to log in with where no API gives tokens', () => {
    expect(welcomeBox({ ...welcome, pages: {} })).not.toContain('curl');
  });

  it('promises no demo user where there is none', () => {
    expect(welcomeBox({ ...welcome, hasDemoUser: false })).not.toContain('johndoe');
  });
});
