import sharp from 'sharp';

const DRAWN = `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="240" viewBox="0 0 360 240">
  <rect width="360" height="240" fill="#e8f1f5"/>
  <rect y="200" width="360" height="40" fill="#7a5a3c"/>
  ${[80, 180, 280]
    .map(
      (x) => `<g transform="translate(${x} 0)">
    <path d="M0 205 V120" stroke="#2f7d4f" stroke-width="7"/>
    <path d="M0 200 C -45 180 -40 140 -38 130 C -15 150 0 170 0 200 Z" fill="#3f9562"/>
    <path d="M-30 60 C -36 110 -18 126 0 126 C 18 126 36 110 30 60 L 14 82 L 0 52 L -14 82 Z" fill="#b3123b"/>
  </g>`,
    )
    .join('')}
</svg>`;

/** A picture that somebody might send, as PNG. */
export function tulips(): Promise<Buffer> {
  return sharp(Buffer.from(DRAWN)).png().toBuffer();
}
