// Lists the uploads that still lack something among those of today, where Wagtail's script sends their forms.
{
  const unfinished = document.querySelector("template[data-unfinished-uploads]");
  if (unfinished) document.getElementById("upload-list").append(unfinished.content);
}
