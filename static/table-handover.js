// Hands a table that is pasted from Word, Excel or a page over to the server, which reads it and shows what it
// changes.
{
  const button = document.querySelector("[data-read-table]");
  const file = button?.form.elements.table;

  // One cell is pasted as ever, into the box with the cursor; so is prose, which beside all boxes is a plan, too.
  const isTable = (html, text) => {
    if (text.trim().includes("\t")) return true;
    const content = new DOMParser().parseFromString(html, "text/html");
    return content.querySelectorAll("table :is(td, th)").length > 1;
  };

  const isPlanInProse = (event, content) =>
    !event.target.closest("input, textarea, select") && /recommendation/i.test(content);

  const take = (event) => {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(html, text) && !isPlanInProse(event, html || text)) return;
    event.preventDefault();
    const isTabbed = text.includes("\t") && !/<table/i.test(html);
    const transfer = new DataTransfer();
    transfer.items.add(html && !isTabbed ? new File([html], "pasted.html") : new File([text], "pasted.txt"));
    file.files = transfer.files;
    button.click();
  };

  if (file) document.addEventListener("paste", take);
}
