'use strict';

const $ = id => document.getElementById(id);

const number = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});

function say(text, refused) {
  $('status').textContent = text;
  $('status').classList.toggle('refused', refused);
}

async function judge(file) {
  say('The network looks at the image …', false);
  $('result').hidden = true;
  try {
    const response = await fetch('image/heat', {method: 'POST', body: file});
    const answer = await response.json();
    if (!response.ok) {
      say(answer.error, true);
      return;
    }
    URL.revokeObjectURL($('image').src);
    $('image').src = URL.createObjectURL(file);
    show(answer.verdict);
    paint(answer.heat);
    $('result').hidden = false;
    say('', false);
  } catch (e) {
    say('The service cannot be reached: ' + e.message, true);
  }
}

function show(verdict) {
  $('verdict').textContent = verdict.flagged
      ? `Do not trust “${verdict.class}”: the image is unlike the training images.`
      : `“${verdict.class}”: the image looks like the training images.`;
  $('verdict').classList.toggle('flagged', verdict.flagged);
  $('p').textContent = number.format(verdict.p_value);
  $('energy').textContent = number.format(verdict.energy) + ' nats';
  $('class').textContent = verdict.class;
  $('confidence').textContent = number.format(100 * verdict.confidence) + ' %';
  $('nearest').replaceChildren(...verdict.nearest.map(mode => line(mode, verdict.nearest[0].energy)));
}

/** The mode, and its density as a part of that of the nearest. */
function line(mode, least) {
  const item = document.createElement('li');
  const name = document.createElement('span');
  const meter = document.createElement('meter');
  const energy = document.createElement('b');
  name.textContent = mode.class;
  meter.value = Math.exp(least - mode.energy);
  meter.setAttribute('aria-label', 'density beside that of the nearest mode');
  energy.textContent = number.format(mode.energy) + ' nats';
  item.append(name, meter, energy);
  return item;
}

/** Eight by eight cells, smoothed by the browser: orange where the energy falls when the cell is covered, violet where it rises. */
function paint(heat) {
  const cells = heat.flat();
  const most = Math.max(...cells.map(Math.abs), 1e-9);
  const small = document.createElement('canvas');
  small.width = small.height = heat.length;
  const image = small.getContext('2d').createImageData(heat.length, heat.length);
  cells.forEach((change, i) => {
    const colour = change < 0 ? [224, 98, 13] : [109, 40, 201];
    image.data.set([...colour, Math.round(190 * Math.abs(change) / most)], 4 * i);
  });
  small.getContext('2d').putImageData(image, 0, 0);
  const context = $('heat').getContext('2d');
  context.clearRect(0, 0, 256, 256);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, 256, 256);
  $('falls').textContent = number.format(Math.max(0, ...cells.map(change => -change)));
  $('rises').textContent = number.format(Math.max(0, ...cells));
}

$('file').addEventListener('change', event => {
  if (event.target.files.length) {
    judge(event.target.files[0]);
  }
});
$('show').addEventListener('change', event => {
  $('heat').hidden = !event.target.checked;
});
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, event => {
    event.preventDefault();
    $('drop').classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
  });
}
document.addEventListener('drop', event => {
  if (event.dataTransfer.files.length) {
    judge(event.dataTransfer.files[0]);
  }
});
