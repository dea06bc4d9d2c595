# SPDX-License-Identifier: Apache-2.0
# Runs the script of a step. Standard input: {"script"}, and with "attachment" {"name", "content"} a zip archive in base64
# that is unpacked beside it. Descriptor 3: {"value": ...}, what it put out last, or {"error": text}.
$request = [Console]::In.ReadToEnd() | ConvertFrom-Json
try {
  if ($request.attachment) {
    $archive = Join-Path $PWD $request.attachment.name
    [IO.File]::WriteAllBytes($archive, [Convert]::FromBase64String($request.attachment.content))
    [IO.Compression.ZipFile]::ExtractToDirectory($archive, "$PWD")
  }
  $found = @(& ([ScriptBlock]::Create($request.script)))
  $value = if ($found.Count -gt 0) { $found[-1] } else { $null }
  $answer = '{"value":' + (ConvertTo-Json -InputObject $value -Depth 100 -Compress) + '}'
} catch {
  $answer = ConvertTo-Json -Compress @{ error = "$($_.Exception.Message)" }
}
$bytes = [Text.Encoding]::UTF8.GetBytes($answer)
$handle = [Microsoft.Win32.SafeHandles.SafeFileHandle]::new([IntPtr]3, $false)
$file = [IO.FileStream]::new($handle, [IO.FileAccess]::Write)
$file.Write($bytes, 0, $bytes.Length)
$file.Flush()
exit 0
