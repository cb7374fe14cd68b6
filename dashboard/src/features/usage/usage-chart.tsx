import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { DailyUsage } from './usage-queries';

const HEIGHT_PX = 220;
/** How much of a day's width its bar takes. */
const BAR_SHARE = 0.7;
const MAX_BAR_PX = 48;
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Bars of messages a day. Only for those who see it: the table beside it says the same. */
export function UsageChart({ usage }: { usage: DailyUsage }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let chart = draw(element, usage);
    const again = () => {
      chart.destroy();
      chart = draw(element, usage);
    };
    const size = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    // A canvas takes its colours once; another theme needs another drawing.
    const theme = new MutationObserver(again);
    size.observe(element);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      chart.destroy();
    };
  }, [usage]);
  return <div ref={place} aria-hidden className="w-full overflow-hidden" style={{ height: HEIGHT_PX }} />;
}

function draw(element: HTMLElement, usage: DailyUsage): uPlot {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted-foreground'),
    grid: { stroke: colour('--border'), width: 1 },
    ticks: { show: false },
  };
  const data: uPlot.AlignedData = [
    usage.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000),
    usage.map(({ messages }) => messages),
  ];
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: HEIGHT_PX,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_, days) => days.map((day) => DAY.format(day * 1000)) },
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6], size: 56 },
    ],
    series: [
      {},
      {
        fill: colour('--primary'),
        width: 0,
        points: { show: false },
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [BAR_SHARE, MAX_BAR_PX] }) }),
      },
    ],
  };
  return new uPlot(options, data, element);
}
