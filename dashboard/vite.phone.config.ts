import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The simulated phone, which the sandbox serves at /phone. */
export default defineConfig({
  root: here('.'),
  base: '/phone/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: here('../dist/phone'),
    emptyOutDir: true,
    target: 'es2022',
    rollupOptions: { input: here('phone.html') },
  },
});
